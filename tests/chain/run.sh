#!/bin/sh
# Decide the copy chain of each record here, and compare with what its comments
# say must come out.
#
#	tests/chain/run.sh BUILDDIR [CASE]...
#
# A case is a record.  The comments at its top say why, and:
#
#	# expect: POPULATION LINEAGE [FINDING]...
#		the two verdicts, and the names of all findings, sorted; NAMExN
#		where one comes N times
#	# expect by policy: POPULATION LINEAGE [FINDING]...
#		the same, of a record that has a policy, which PREMIS has not
#	# expect unsound: FINDING[@LINE]...
#		instead, of a record with mistakes: all of them, with their
#		lines, and nothing is decided
#	# expect state: COPY STATE
#	# expect custodian: COPY NAME
#	# expect descent: COPY ROOT HOPS [ambiguous] | COPY broken PLACE
#		what holdfast derives; an asterisk stands for anything
#	# expect detail: TEXT
#		what the report must contain beside a finding
#	# make: COMMAND
#		a filter that the record goes through first: for bytes that no
#		editor would keep
#	# file NAME: TEXT
#		a line of a file that lies beside the record
#
# Names begin with what the case shows: good-* has nothing to say, broken-*
# breaks one invariant, edge-* lies at the edge of one, unsound-* is a record
# with mistakes.  A record that can be judged is also drawn as a tree, which
# must show each copy once; and exported as PREMIS, which must be valid by its
# schema, come to the same verdicts and findings, and be exported the same again.
# Records too long to read, and folders, are made below.
# shellcheck disable=SC2034,SC2154 # what tests/shares.sh sets and uses
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P)
shift
schema=${HOLDFAST_TEST_DATA:-$here/../../../shared/data}/schemas/premis-v3-0.xsd
export LC_ALL=C TZ=UTC
umask 022

. "$here/../shares.sh"
make_top chain

holdfast() { ${HOLDFAST_WRAP-} "$build/holdfast" "$@"; }

complain() {
	[ "$ok" = 0 ] || echo "FAIL $name: $why"
	ok=0
	echo "    $*"
}

same() { # WHAT WANTED SEEN
	[ "$2" = "$3" ] || complain "$1: must be '$2'
            but is '$3'"
}

# The objects of one type, of the JSON on standard input.
objects() { grep '^{"type":"'"$1"'"'; }
# A member of each object; nothing of one that has none.
member() { sed -n 's/.*[{,]"'"$1"'":"\{0,1\}\([^",}]*\)"\{0,1\}[,}].*/\1/p'; }
# Names, sorted, each once, with xN where it came N times.
counted() {
	sort | uniq -c |
		awk '{ printf "%s%s%s", (NR > 1 ? " " : ""), $2, ($1 > 1 ? "x" $1 : "") }'
}
# "COMPLETE COMPLETE finding findingx2", of a report in JSON.
outcome() {
	found=$(objects finding <"$1" | member finding | counted)
	echo "$(objects chain <"$1" | member population) $(
		objects chain <"$1" | member lineage)${found:+ $found}"
}

status_of() {
	case $1 in
	*INDETERMINATE*) echo 3 ;;
	*INCOMPLETE*) echo 4 ;;
	*) echo 0 ;;
	esac
}

# What a command must end with: try STATUS OUT COMMAND...
try() {
	wanted=$1 out=$2
	shift 2
	holdfast "$@" >"$out" 2>"$own/err"
	same "$1 $2: status" "$wanted" $?
}

# Nothing on standard error; valgrind speaks there of what it does not know.
silent() {
	[ -n "${HOLDFAST_WRAP-}" ] || [ ! -s "$own/err" ] ||
		complain "$1: says on standard error: $(cat "$own/err")"
}

# What it prints for people has no control characters.
harmless() { # FILE...
	! grep -aq '[[:cntrl:]]' "$@" || complain "it prints a control character: $(
		grep -al '[[:cntrl:]]' "$@" | sed 's|.*/||' | tr '\n' ' ')"
}

# The lines of the case that begin so, without what they begin with.
wanted() { sed -n "s/^# $1//p" "$case"; }

# All that was printed, beside what is expected: with judge.awk.
judge() { # MODE EXPECT [RECORD AGAIN]
	wrong=$(awk -v mode="$1" -v expect="$2" -v case="$case" -v json="$own/json" \
		-v text="$own/text" -v tree="$own/tree" -v record="${3-}" \
		-v again="${4-}" -f "$here/judge.awk" </dev/null) ||
		complain 'it cannot be judged'
	[ -z "$wrong" ] || complain "$wrong"
}

# The same record as PREMIS, beside the files that it cites: judged the same, and
# exported the same.
check_premis() { # RECORD
	premis=$own/case/premis.xml
	try 0 "$premis" chain export "$1"
	silent 'chain export'
	holdfast chain check --format=json ${policy:+--policy="$1"} \
		"$premis" >"$own/again.json" 2>"$own/err"
	try 0 "$own/again.xml" chain export "$premis"
	cmp -s "$premis" "$own/again.xml" ||
		complain "its PREMIS is exported otherwise:
$(diff "$premis" "$own/again.xml" | head -n 10)"
	mv "$premis" "$top/premis/$name.xml"
}

check_sound() { # RECORD OUTCOME
	try "$(status_of "$2")" "$own/json" chain check --format=json "$1"
	silent 'chain check'
	try "$(status_of "$2")" "$own/text" chain check "$1"
	try 0 "$own/tree" chain show "$1"
	silent 'chain show'
	harmless "$own/text" "$own/tree"
	again=
	if grep -q '^{"type":"copy"' "$own/json"; then	# none: no PREMIS
		check_premis "$1"
		again=$own/again.json
	fi
	judge sound "$2" "$1" "$again"
}

check_unsound() { # RECORD MISTAKES
	try 3 "$own/json" chain check --format=json "$1"
	try 3 "$own/text" chain check "$1"
	harmless "$own/text"
	grep -q 'has mistakes' "$own/err" || complain 'that it has mistakes is not said'
	try 3 "$own/text" chain show "$1"
	try 3 "$own/text" chain export "$1"
	! grep -q '<?xml' "$own/text" || complain 'it is exported all the same'
	judge unsound "$2"
}

# The record, as its comments say that it is to be made: they stay as lines, but
# do not go through the filter.
make_case() {
	filter=$(wanted 'make: ')
	sed -E 's/^# (make|expect[^:]*|file [^:]*):.*/#/' "$case" >"$own/plain"
	if [ -n "$filter" ]; then
		sh -c "$filter" <"$own/plain" >"$own/case/record.txt"
	else
		mv "$own/plain" "$own/case/record.txt"
	fi
	sed -n 's/^# file \([^:]*\): .*/\1/p' "$case" | sort -u >"$own/files"
	while IFS= read -r file; do
		wanted "file $file: " >"$own/case/$file"
	done <"$own/files"
}

# Into $why, $expect, $policy and $unsound: what its comments say of it.
read_case() {
	why='' expect='' policy='' unsound=''
	while IFS= read -r line; do
		case $line in
		'# expect: '*) expect=${line#'# expect: '} ;;
		'# expect by policy: '*) policy=${line#'# expect by policy: '} ;;
		'# expect unsound: '*) unsound=${line#'# expect unsound: '} ;;
		'# '*) why=${why:-${line#'# '}} ;;
		'#'*) ;;
		*) return ;;
		esac
	done <"$case"
}

run_record() {
	name=${case##*/} name=${name%.txt}
	ok=1
	read_case
	expect=${policy:-$expect}
	case $name:${expect:+sound}${unsound:+unsound} in
	unsound-*:unsound | good-*:sound | broken-*:sound | edge-*:sound) ;;
	*) complain 'its name does not fit what it expects' ;;
	esac
	make_case
	if [ -n "$unsound" ]; then
		check_unsound "$own/case/record.txt" "$unsound"
	else
		check_sound "$own/case/record.txt" "$expect"
	fi
	[ "$ok" = 1 ]
}

# ---- What is made here.

# A chain of replicas, each of the one before, all read again: N.
long_record() {
	cat <<'END'
Holdfast-Record: 1

Work: tape
Title: A tape that is copied each night

Agent: robot
Name: The tape library
Type: hardware

Claim: log
Grade: G4

Copy: c0
Of: tape
Form: tape
Kind: original

Event: e0
Type: creation
When: 2000
By: robot (writer, custodian)
Outcome: c0
Claim: log

Population: written
Of: tape
Count: 1
Closed: yes
Member: c0
Claim: log
END
	awk -v n="$1" 'BEGIN {
		for (i = 1; i <= n; i++) {
			printf "\nCopy: c%d\nOf: tape\nForm: tape\nKind: carbon\n", i
			printf "\nEvent: e%d\nType: creation\nWhen: 2000\n", i
			printf "By: robot (writer)\nSource: c%d\nOutcome: c%d\nClaim: log\n", i - 1, i
		}
		printf "\nPayload: last\nFile: last.tape\nCopy: c%d\n", n
	}'
}

long_chain() {
	name=long-chain why='a chain of 5,000 hops' case=/dev/null
	long_record 5000 >"$own/case/record.txt"
	check_sound "$own/case/record.txt" 'COMPLETE COMPLETE'
	same 'its descent' '5000' "$(objects descent <"$own/json" | member hops)"
}

long_ring() {
	name=long-ring why='a ring of 5,000 hops' case=/dev/null
	long_record 5000 | sed 's/^Outcome: c0$/Source: c5000\n&/' >"$own/case/record.txt"
	check_sound "$own/case/record.txt" 'COMPLETE INCOMPLETE chain-broken lineage-cycle'
}

# Records in which there are many of everything: with many.awk.  Work that grows
# with the square of their number would take minutes, and is cut off.
many=30000 seconds=5
[ -z "${HOLDFAST_WRAP-}" ] || many=200 seconds=unlimited
shapes='crossed replicated rewritten handed accepted populations candidates kin
chain checks repeated transcripts dangling works packages ends cited'

# bounded STATUSES OUT COMMAND...: it ends with one of them, in time.
bounded() {
	statuses=$1 out=$2
	shift 2
	# shellcheck disable=SC3045 # dash and bash have it
	(ulimit -t $seconds; holdfast "$@") >"$out" 2>"$own/err"
	status=$?
	case $statuses in
	*$status*) ;;
	*) complain "$1 $2 ends with status $status, or not within $seconds s of work" ;;
	esac
}

many_of() { # SHAPE
	name=many-$1 why="$many of everything, $1" case=/dev/null
	awk -v n="$many" -v shape="$1" -f "$here/many.awk" </dev/null >"$own/case/record.txt"
	bounded 034 "$own/text" chain check -q "$own/case/record.txt"
	case $1 in crossed | rewritten | works | packages) ;; *) return ;; esac
	bounded 0 "$own/text" chain show --dot "$own/case/record.txt"
	bounded 0 "$own/text" chain show "$own/case/record.txt"
	bounded 0 "$own/case/premis.xml" chain export "$own/case/record.txt"
	bounded 034 "$own/text" chain check -q "$own/case/premis.xml"
}

# $own/bag: a bag that carries the record of standard input.
make_bag() {
	mkdir -p "$own/bag/data" "$own/bag/holdfast"
	cat >"$own/bag/holdfast/record.txt"
	printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >"$own/bag/bagit.txt"
	echo tiff >"$own/bag/data/page.tif"
	(cd "$own/bag" && sha512sum data/page.tif >manifest-sha512.txt &&
		sha512sum bagit.txt holdfast/record.txt manifest-sha512.txt \
		>tagmanifest-sha512.txt)
}

bag_with_mistakes() {
	name=bag-with-mistakes why='a bag whose record has mistakes' case=/dev/null
	grep -v '^#' "$here/unsound-reference-in-capitals.txt" | make_bag
	try 3 "$own/json" chain check --format=json "$own/bag"
	same 'its mistakes' dangling-reference "$(objects finding <"$own/json" | member finding)"
	same 'they are of' holdfast/record.txt "$(objects finding <"$own/json" | member path)"
	try 3 "$own/json" verify --format=json "$own/bag"
	same 'verify says' 'dangling-reference VALID INDETERMINATE INDETERMINATE' "$(
		objects finding <"$own/json" | member finding | counted) $(
		objects bag <"$own/json" | member verdict) $(
		member population <"$own/json") $(member lineage <"$own/json")"
	try 3 "$own/text" chain export "$own/bag"
}

bag_with_record() {
	name=bag-with-record why='a bag whose record is right' case=/dev/null
	grep -v '^#' "$here/good-plain.txt" | make_bag
	try 0 "$own/json" chain check --format=json "$own/bag"
	same 'it comes to' 'COMPLETE COMPLETE' "$(outcome "$own/json")"
}

folders() {
	name=folders why='folders, and what is no record' case=/dev/null
	mkdir "$own/folder"
	try 3 "$own/text" chain check "$own/folder"
	grep -q 'carries no record' "$own/err" || complain 'a folder without a record is not told'
	same 'a folder without a record prints' '' "$(cat "$own/text")"
	try 3 "$own/text" chain check "$own/not-there"
	grep -q 'cannot open' "$own/err" || complain 'what is not there is not told'
	mkfifo "$own/pipe"
	try 3 "$own/text" chain check "$own/pipe"
	grep -q 'neither a file nor a folder' "$own/err" || complain 'a pipe is not told'
	grep -v '^#' "$here/good-plain.txt" >"$own/folder/record.txt"
	try 0 "$own/json" chain check --format=json "$own/folder"
	same 'a folder with a record comes to' 'COMPLETE COMPLETE' "$(outcome "$own/json")"
	# A file of the name of the folder that a package would have.
	echo program >"$own/folder/holdfast"
	try 0 "$own/json" chain check --format=json "$own/folder"
	rm -r "$own/folder/holdfast" "$own/folder/record.txt"
	mkdir "$own/folder/record.txt"
	try 3 "$own/text" chain check "$own/folder"
}

# ---- All of it.


run_case() {
	ok=1 policy=
	rm -rf "$own/bag" "$own/folder" "$own/pipe"
	case $case in
	long_chain | long_ring | bag_with_mistakes | bag_with_record | folders)
		"$case" ;;
	many-*)
		many_of "${case#many-}" ;;
	*)
		case=${case#"$here"/} case=$here/${case%.txt}.txt
		[ -f "$case" ] || { echo "FAIL there is no case ${case##*/}"
				    return 1; }
		run_record ;;
	esac
	[ "$ok" = 1 ]
}

# The long ones first.
# shellcheck disable=SC2046,SC2086 # words
[ $# -gt 0 ] || set -- $(printf 'many-%s ' $shapes) long_chain long_ring \
	bag_with_mistakes bag_with_record folders "$here"/*.txt
mkdir "$top/premis"
run_shares "$@"

# Each export is by the schema.
set -- "$top"/premis/*.xml
if [ ! -f "$1" ]; then
	:
elif [ ! -f "$schema" ] || ! command -v xmllint >/dev/null; then
	echo "skipped: $# exports: no PREMIS schema or no xmllint at hand"
	skipped=$#
else
	xmllint --nonet --noout --schema "$schema" "$@" >"$top/lint" 2>&1
	valid=$(grep -c ' validates$' "$top/lint")
	passed=$((passed + valid)) failed=$((failed + $# - valid))
	[ "$valid" = $# ] || { echo 'FAIL exports that are not valid PREMIS:'
		grep -v ' validates$' "$top/lint" | sed 's|.*/premis/|    |'; }
fi
tell_counts chain
