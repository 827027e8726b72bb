# What the cases are written with.  A case runs in an empty folder of its own;
# `set -e` ends it where a word below says that something is not as it must be.
# To make bags by hand there are the words of tests/corpus/lib.sh.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # program, wrap, without, own: from the runner

# Say what is wrong, and end the case.
fail() {
	printf '%s\n' "$*"
	exit 1
}

# Run holdfast, which must end with this status: ends STATUS COMMAND [ARG]...
# What it says is in $out and $err; its findings are noted for the runner.  An
# error is told in words, and never without a reason.
out=$own/out err=$own/err
ends() {
	ends_wanted=$1 ends_status=0
	shift
	# shellcheck disable=SC2086 # words
	$without $wrap "$program" "$@" --format=json >"$out" 2>"$err" ||
		ends_status=$?
	names_of_findings >>"$own/found"
	[ "$ends_status" = "$ends_wanted" ] || fail "holdfast $*: status \
$ends_status, must be $ends_wanted: $(tail -n 5 "$out" "$err")"
	if [ "$ends_wanted" != 0 ] && [ ! -s "$err" ]; then
		fail "holdfast $*: fails without a word"
	fi
	if [ "$ends_wanted" = 0 ] && [ -z "$wrap" ] && [ -s "$err" ]; then
		fail "holdfast $*: succeeds, and says: $(cat "$err")"
	fi
}

# The same in words, which are in $out and $err.
words() {
	words_wanted=$1 words_status=0
	shift
	# shellcheck disable=SC2086 # words
	$without $wrap "$program" "$@" >"$out" 2>"$err" || words_status=$?
	[ "$words_status" = "$words_wanted" ] || fail "holdfast $*: status \
$words_status, must be $words_wanted: $(cat "$out" "$err")"
}

# The names of the findings in $out, as often as they are there.
names_of_findings() {
	findings_in "$out"
}

# The paths that they are of, likewise.
paths_of_findings() {
	sed -n 's/^{"type":"finding",.*"path":"\([^"]*\)".*/\1/p' "$out"
}

# What the last command found, each as often as it was found, in any order:
# found [FINDING]...
found() {
	found_seen=$(findings_in "$out" | sort | tr '\n' ' ')
	found_wanted=$([ $# = 0 ] || printf '%s\n' "$@" | sort | tr '\n' ' ')
	[ "$found_seen" = "$found_wanted" ] ||
		fail "must find '$found_wanted', finds '$found_seen': $(cat "$out")"
}

# The last command told this finding of this place: told FINDING PATH, where
# PATH is as JSON has it.
told() {
	grep -qF "\"finding\":\"$1\"" "$out" || fail "does not tell $1"
	grep -F "\"finding\":\"$1\"" "$out" | grep -qF "\"path\":\"$2\"" ||
		fail "does not tell $1 of $2: $(cat "$out")"
}

# The last object that the last command printed: member NAME VALUE.
member() {
	tail -n 1 "$out" | grep -qF "\"$1\":$2" ||
		fail "must say \"$1\":$2, says $(tail -n 1 "$out")"
}

# The last command's words contain this text, or do not: said TEXT.
said() {
	cat "$out" "$err" | grep -qF -e "$1" ||
		fail "must say '$1', says: $(cat "$out" "$err")"
}

unsaid() {
	! cat "$out" "$err" | grep -qF -e "$1" ||
		fail "must not say '$1', says: $(cat "$out" "$err")"
}

# The last command's words are so many lines on standard output: lines N.
lines() {
	[ "$(wc -l <"$out")" = "$1" ] || fail "must say $1 lines: $(cat "$out")"
}

# The verdict on a bag, with all its findings, each once: verdict BAG WANTED,
# such as "VALID" or "INVALID payload-changed"; always with --strict.
verdict() {
	$without "$program" verify --strict --format=json "$1" >"$own/verified" \
		2>&1 || :
	verdict_seen=$(outcome_in "$own/verified")
	[ "$verdict_seen" = "$2" ] ||
		fail "$1 must be $2, is $verdict_seen: $(cat "$own/verified")"
}

# Other tools accept the manifests of these algorithms, where the algorithm is
# theirs: accepted BAG md5|sha1|sha224|sha256|sha384|sha512|b2...
accepted() {
	accepted_bag=$1
	shift
	for accepted_alg; do
		accepted_name=$accepted_alg
		[ "$accepted_alg" != b2 ] || accepted_name=blake2b512
		for accepted_kind in manifest tagmanifest; do
			(cd "$accepted_bag" && "${accepted_alg}sum" --strict \
				--quiet -c "$accepted_kind-$accepted_name.txt") ||
				fail "${accepted_alg}sum does not accept it"
		done
	done
}

# The manifest that the payload of a bag must have, written by other means,
# sorted: manifest_of BAG ALGORITHM.
manifest_of() {
	(cd "$1" && find data -type f -print0 | xargs -0 -r "${2}sum" -z -- |
		sed -z 's/%/%25/g; s/\r/%0D/g; s/\n/%0A/g' | tr '\0' '\n' |
		sort)
}

# The payload is listed as the standard wants it: listed BAG [ALGORITHM].
listed() {
	listed_alg=${2:-sha512}
	manifest_of "$1" "$listed_alg" >"$own/must"
	sort <"$1/manifest-$listed_alg.txt" | cmp -s "$own/must" - ||
		fail "the manifest is: $(cat "$1/manifest-$listed_alg.txt")
must be: $(cat "$own/must")"
}

# What a tree holds and what its times are, to the nanosecond, without what
# differs between two places: contents FOLDER [WORD-OF-FIND]...
contents() {
	contents_folder=$1
	shift
	find "$contents_folder" "$@" -printf '%y %m %T@ %s %P %l\0' |
		sed -z 's/^\(d [^ ]* [^ ]*\) [0-9]*/\1/' | sort -z | tr '\0' '\n'
	(cd "$contents_folder" && find . "$@" -type f -exec cksum {} + | sort)
}

# All that can be said of trees without having changed them: state PATH...
state() {
	find "$@" -printf '%y %m %n %i %T@ %C@ %s %p %l\n' | sort
	find "$@" -type f -exec cksum {} + | sort
}

# Remember the state of these; and: it is still what it was: keep PATH...
keep() {
	state "$@" >"$own/kept"
}
unchanged() {
	state "$@" | diff "$own/kept" - || fail "$* changed"
}

# The payload of the bag $1 is as the folder $2 was when its contents went to
# the file $3.  Empty folders must have gone before.
carries() {
	contents "$1/data" | diff "$2" - || fail "the payload of $1 differs"
}

# Nothing was left beside what is there: no name with .holdfast- in it.
clean() {
	clean_left=$(find . -name '.*.holdfast-*')
	[ -z "$clean_left" ] || fail "is left behind: $clean_left"
}

# Not there.
absent() {
	for absent_path; do
		if [ -e "$absent_path" ] || [ -L "$absent_path" ]; then
			fail "$absent_path is there"
		fi
	done
}

# A line of bag-info.txt: info_has BAG LINE.
info_has() {
	grep -qxF -e "$2" "$1/bag-info.txt" ||
		fail "bag-info.txt lacks '$2': $(cat "$1/bag-info.txt")"
}

# A small source, src, with times of its own.
source_folder() {
	mkdir -p src/letters/old
	echo one >src/one.txt
	printf 'abc' >src/letters/abc
	echo old >src/letters/old/1961.txt
	touch -d '1961-01-18 10:11:12.123456789' src/one.txt
	touch -d '1999-12-31 23:59:59.999999999' src/letters/abc
	touch -d '2001-02-03 04:05:06.000000007' src/letters/old/1961.txt
	touch -d '2002-02-03 04:05:06.000000008' src/letters/old
	touch -d '2003-02-03 04:05:06.100000000' src/letters
	touch -d '2004-02-03 04:05:06.123456780' src
}

# A small source with a record, acc: a letter and its scan, each a payload.
record_folder() {
	mkdir -p acc/scans
	printf 'Dear friend,\nthe harbour  is open.\n' >acc/letter.txt
	echo image >acc/scans/p1.tif
	touch -d '1961-01-18 10:11:12.123456789' acc/letter.txt
	cat >acc/record.txt <<'EOF'
Holdfast-Record: 1

Work: letter
Title: A letter on the harbour
Citation: Harbour Archive, box 3

Agent: writer
Name: A. Writer
Type: person

Copy: original
Of: letter
Form: paper
Kind: original

Claim: itself
Grade: G1
Cite: data/letter.txt
Quote: the harbour is open.

Event: writing
Type: creation
When: 1961-01-18
By: writer
Outcome: original
Claim: itself

Copy: image
Of: letter
Form: file
Kind: scan

Population: originals
Of: letter
Count: 1
Closed: yes
Member: original
Claim: itself

Event: keeping
Type: observation
When: 1998
By: writer (custodian)
Source: original
Claim: itself

Event: scanning
Type: imaging
When: 1999
By: writer
Method: scanned at 600 dpi
Source: original
Outcome: image
Claim: itself

Payload: text
File: letter.txt

Payload: scan
File: scans/p1.tif
As: images/page 1.tif
Copy: image
EOF
}
