#!/bin/sh
# Let every call fail by which holdfast touches files, one after the other, and
# see that its promises hold.
#
#   tests/fault/run.sh BUILDDIR [SCENARIO]...
#
# First the driver (drive.c): every scenario with every fault, at one call in a few,
# and at every call with HOLDFAST_FAULT_ALL=1, which makes ten times as many runs
# and more (SCENARIO by SCENARIO, it need not be at once).  A line for each says
# how many were tried.  With a SCENARIO named, that is all.  HOLDFAST_FAULT_SPARSER=1
# tries four times as many as are tried without it.
# Then faults of files: bytes that cannot be read (read-error), files that
# change while they are read (changed-during-read), and systems that lack the
# newer calls.  How to make any of these by hand is told in fault.h.
#
# Works in TMPDIR, or where that is not set in /dev/shm if there is one, since
# some ten thousand packages are made.  HOLDFAST_FAULT_KEEP=1 keeps the folder.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [SCENARIO]...}" && pwd -P) || exit 2
shift
program=$build/holdfast-fault
if [ ! -x "$program" ]; then
	echo "tests/fault/run.sh: there is no program $program" >&2
	exit 2
fi
[ -n "${TMPDIR-}" ] || [ ! -w /dev/shm ] || TMPDIR=/dev/shm
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-fault.XXXXXX") || exit 2
if [ -n "${HOLDFAST_FAULT_KEEP-}" ]; then
	echo "works in $work"
else
	trap 'rm -rf "$work"' EXIT
fi
trap 'exit 130' HUP INT TERM
LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=1000000000
export LC_ALL TZ SOURCE_DATE_EPOCH
unset HOLDFAST_FAULT HOLDFAST_FAULT_DRIVE HOLDFAST_FAULT_REPORT
umask 022

# shellcheck disable=SC2034 # it is for bag.sh
HOLDFAST_TOP=$top
. "$top/tests/cli/bag.sh"

# --- What the scenarios work on. ---

# A folder with folders in it, an empty file, and one of several chunks.
make_folder() {
	mkdir -p "$1/letters/drafts" "$1/empty"
	printf 'hello\n' >"$1/hello.txt"
	printf 'abcd\n' >"$1/letters/a.txt"
	: >"$1/letters/drafts/none.txt"
	seq 30000 >"$1/letters/long.txt"
	chmod 640 "$1/hello.txt"
}

# The tag manifest of what is there now.
tag_again() {
	rm -f tagmanifest-sha512.txt
	sha512sum -- *.txt >tags
	mv tags tagmanifest-sha512.txt
}

make_bag() {
	good_bag "$1"
	seq 30000 >"$1/data/long.txt"
	printf 'Bagging-Date: 2026-01-02\nPayload-Oxum: %s.3\n' \
		$((11 + $(wc -c <"$1/data/long.txt"))) >"$1/bag-info.txt"
	rm "$1/tagmanifest-sha512.txt"
	end_bag "$1"
}

make_bad_bag() {
	make_bag "$1"
	printf 'Hello\n' >"$1/data/hello.txt"
	rm "$1/data/letters/a.txt"
	echo new >"$1/data/new.txt"
}

make_incomplete_bag() (
	make_bag "$1"
	cd "$1" || exit 1
	rm data/hello.txt
	echo 'https://example.org/hello.txt 6 data/hello.txt' >fetch.txt
	tag_again
)

make_linked_bag() (
	make_bag "$1"
	cd "$1" || exit 1
	ln -s hello.txt data/link
	ln -s data/letters/a.txt tag-link
	sed 's/  data.hello.txt$/  data\/link/; t; d' manifest-sha512.txt >line
	cat line >>manifest-sha512.txt
	rm line
	printf 'Bagging-Date: 2026-01-02\nPayload-Oxum: %s.4\n' \
		$((17 + $(wc -c <data/long.txt))) >bag-info.txt
	tag_again
)

# What runs that were cut short leave behind.
make_tags() {
	mkdir -p "$1"
	: >"$1/bag-info.txt"
}

make_leftover() {
	mkdir -p "$1/data/letters"
	echo half >"$1/data/hello.txt"
	: >"$1/bagit.txt"
}

# Bags in one file: as holdfast packs them, and such as it does not make.
make_archives() {
	for form in good.tar good.tar.gz good.tar.zst good.zip package.tar.gz; do
		"$program" pack --quiet "${form%%.*}" -o $form || return 1
	done
	tar -cf bad.tar bad
	tar -czf links.tar.gz links
	bsdtar -c --format=zip --options=zip:compression=store -f stored.zip good
	bsdtar -c --format=zip -f bad.zip bad
	# The manifest comes behind the payload, and is of an algorithm that
	# nobody computes unasked: it is read a second time.
	cp -R good late
	(cd late && rm manifest-sha512.txt && find data -type f -exec \
		sha224sum {} + >manifest-sha224.txt && tag_again) || return 1
	tar -czf late.tar.gz late/bag*.txt late/data late/*manifest-*.txt
	rm -r late
}

quietly() { "$program" "$@" --quiet >/dev/null || exit 1; }

# An archive with three locations, one of them for tars, a package at one, and
# bags that may come in: quiet, and in paths that begin in its folder.
make_archive() (
	mkdir "$1" && cd "$1" || exit 1
	quietly init R --organisation Harbour --origin archive.example/harbour
	[ "${2-}" != signed ] || quietly key new R
	mkdir vault north shelf crypt newer
	for pair in vault:bag north:bag shelf:tar; do
		quietly location add R ${pair%:*} --url ../${pair%:*} --site s \
			--threat-zone z --medium disk --form ${pair#*:}
	done
	for bag in quay pier mole newer/quay; do
		make_folder_bag $bag
	done
	quietly ingest R quay --to vault
	quietly pack pier -o pier.tar
)

# Small, but for each kind of what is in a bag.
make_folder_bag() {
	good_bag "$1"
	echo "Contact-Name: of $1" >>"$1/bag-info.txt"
	rm "$1"/tagmanifest-*
	end_bag "$1"
}

# The same, with a copy that is damaged at vault and sound at north, and with a
# witness that has seen all of its log but the last entry.
make_damaged() (
	make_archive "$1" signed && cd "$1" || exit 1
	quietly copy R quay --to north
	mkdir site
	quietly witness init site/witness --name hall \
		--origin archive.example/harbour --log-key "$("$program" key show R |
			sed -n 's/^the log is trusted when signed by: //p')"
	quietly witness cosign site/witness R
	quietly record-event R quay --event observation --by Clerk
	sed -i 's/^Interval: .*/Interval: 1h/' R/register.txt
	printf 'abcX\n' >vault/quay/data/letters/a.txt
)

# The reading of that copy was suspended in it.
make_begun() (
	make_damaged "$1" && cd "$1" || exit 1
	quietly audit R --package quay --location vault --max-bytes 5 --jobs 1
	grep -q '^Inode: ' R/audit/quay@vault
)

# A run was cut before its checkpoint, in the middle of a second entry.
make_tail() {
	make_archive "$1" signed || return 1
	cp "$1/R/log/checkpoint" checkpoint
	"$program" record-event "$1/R" quay --event observation --by Clerk \
		>/dev/null || return 1
	mv checkpoint "$1/R/log/checkpoint"
	echo 'Entry: 3' >>"$1/R/log/entries.txt"
	rm -f "$1"/R/log/frontier "$1"/R/catalogue.db*
}

make_fixtures() (
	mkdir "$work/fixtures" && cd "$work/fixtures" || exit 1
	make_folder folder
	make_folder linked
	ln -s hello.txt linked/link
	make_leftover leftover
	make_tags tags
	echo half >half
	cp -R "$top/manifests/memorandum-1961-01-18" accession
	make_bag good
	make_bad_bag bad
	make_incomplete_bag incomplete
	make_linked_bag links
	"$program" create --quiet accession -o package || exit 1
	make_archives || exit 1
	make_archive archive || exit 1
	make_archive signed signed || exit 1
	make_tail tail || exit 1
	make_damaged damaged || exit 1
	make_begun begun || exit 1
	mkdir premis
	"$program" chain export accession/record.txt >premis/premis.xml || exit 1
	find . -exec touch -h -d '2001-02-03 04:05:06' {} +
)

# What these fixtures are for: a driver that compares two failures would pass.
check_fixtures() {
	for pair in good:0 bad:1 incomplete:1 links:0 package:0 good.tar:0 \
		good.tar.gz:0 good.tar.zst:0 good.zip:0 package.tar.gz:0 \
		bad.tar:1 links.tar.gz:0 stored.zip:0 bad.zip:1 late.tar.gz:0; do
		"$program" verify "$work/fixtures/${pair%:*}" >"$work/out" 2>&1
		[ $? = "${pair#*:}" ] || complain \
			"fixture ${pair%:*}: status is not ${pair#*:}" "$(cat "$work/out")"
	done
}

# --- Counting. ---

passed=0 failed=0
complain() {
	printf 'FAIL %s\n' "$@"
	failed=$((failed + 1))
}

# The sum of a last line "NAME: N passed, N failed".
add_counts() {
	last=$(tail -n 1 "$1")
	case $last in
	*": "*" passed, "*" failed"*)
		n=${last#*: }
		passed=$((passed + ${n%% passed*}))
		n=${n#*passed, }
		failed=$((failed + ${n%% failed*})) ;;
	*) complain "$2 did not end with its counts" ;;
	esac
}

make_fixtures || { echo "FAIL the fixtures could not be made"
		   echo "fault: 0 passed, 1 failed"; exit 1; }
check_fixtures

mkdir "$work/driver"
(cd "$work/driver" && HOLDFAST_FAULT_DRIVE=1 "$program" "$work/fixtures" "$@") \
	>"$work/driven" 2>&1
sed '$d' "$work/driven"
add_counts "$work/driven" "the driver"
if [ $# -gt 0 ]; then
	echo "fault: $passed passed, $failed failed"
	[ $failed = 0 ] && [ $passed -gt 0 ]
	exit
fi

# --- Faults of files. ---

mkdir "$work/files" && cd "$work/files" || exit 2
count=0

# begin NAME FIXTURE...: a case, in a folder of its own.
begin() {
	name=$1
	shift
	count=$((count + 1))
	rm -rf "$work/files/case"
	mkdir "$work/files/case" && cd "$work/files/case" || exit 2
	for fixture; do
		cp -a "$work/fixtures/$fixture" .
	done
	good=1
}

# with FAULT ARGUMENT...: run the program; its words are in out and err.
with() {
	fault=$1
	shift
	HOLDFAST_FAULT=$fault "$program" "$@" >"$work/out" 2>"$work/err"
	status=$?
}

must() {
	"$@" || { complain "$name: $fault: not so: $*" \
		"$(cat "$work/out" "$work/err")"; good=0; }
}

ends_with() { [ "$status" = "$1" ]; }
nothing_there() { [ -z "$(ls -A "$1")" ]; }

# A finding with that name and path, and with that text in its line.
tells() {
	grep -F "\"finding\":\"$1\"" "$work/out" | grep -F "\"path\":\"$2\"" |
		grep -qF -- "${3-}"
}

does_not_tell() { ! grep -qF "\"finding\":\"$1\"" "$work/out"; }
verdict() { grep -qF "\"verdict\":\"$1\"" "$work/out"; }

# Every finding is one of these.
tells_only() {
	sed -n 's/.*"finding":"\([^"]*\)".*/\1/p' "$work/out" |
		while read -r told; do
			case " $* " in
			*" $told "*) ;;
			*) echo "$told" ;;
			esac
		done >"$work/others"
	[ ! -s "$work/others" ]
}

end() {
	[ $good = 0 ] || passed=$((passed + 1))
}

size=$(wc -c <"$work/fixtures/good/data/long.txt")
for offset in 0 1 65535 65536 65537 $((size - 1)); do
	begin "payload that cannot be read" good bad
	with "read:data/long.txt:$offset" verify good --format=json
	must ends_with 3
	must verdict UNDETERMINED
	must tells read-error data/long.txt "Input/output error at byte $offset\""
	must tells_only read-error
	# The rest is checked, whatever comes before and after.
	with "read:data/long.txt:$offset" verify bad --format=json
	must ends_with 1
	must tells read-error data/long.txt "at byte $offset\""
	must tells payload-changed data/hello.txt
	must tells payload-missing data/letters/a.txt
	must tells payload-unlisted data/new.txt
	end
done

for file in bagit.txt bag-info.txt manifest-sha512.txt tagmanifest-sha512.txt \
	fetch.txt; do
	for offset in 0 20; do
		begin "a tag file that cannot be read" good incomplete
		[ $file = fetch.txt ] || {
			with "read:$file:$offset" verify good --format=json
			must ends_with 3
			must verdict UNDETERMINED
			must tells read-error $file "at byte $offset\""
			must tells_only read-error
		}
		with "read:$file:$offset" verify incomplete --format=json
		must ends_with 3
		must verdict UNDETERMINED
		must tells read-error $file "at byte $offset\""
		must tells_only read-error payload-not-fetched unreadable
		end
	done
done

begin "a source that cannot be read" folder
listing() { find folder -printf '%p %y %m %n %i %s %T@ %C@ %l\n' | sort; }
as_before() { listing | cmp -s - "$work/before"; }
mkdir out
listing >"$work/before"
for offset in 0 5 65536; do
	with "read:letters/long.txt:$offset" create folder -o out/made --format=json
	must ends_with 3
	must tells read-error letters/long.txt "Input/output error at byte $offset\""
	must tells_only read-error source-folder-empty
	must nothing_there out
done
must as_before
end

begin "a bag that cannot be read while it is packed" good
mkdir out
for file in data/long.txt data/hello.txt bagit.txt manifest-sha512.txt; do
	with "read:$file:5" pack good -o out/made.tar --format=json
	must ends_with 3
	must tells read-error $file "Input/output error at byte "
	must tells_only read-error
	must nothing_there out
done
end

begin "a record that cannot be read" accession
mkdir out
with "read:record.txt:100" create accession -o out/made
must ends_with 3
must grep -q "record.txt.*Input/output error" "$work/err"
must nothing_there out
end

# The change is made by the process that reads, so it cannot be in a sandbox.
for how in write grow shrink touch replace remove look; do
	for file in hello.txt long.txt; do
		begin "payload that changes while it is read" good bad
		with "change:data/$file:$how" verify --no-sandbox good --format=json
		must ends_with 3
		must verdict UNDETERMINED
		must tells changed-during-read "data/$file"
		must tells_only changed-during-read
		with "change:data/long.txt:$how" verify --no-sandbox bad --format=json
		must ends_with 1
		must tells changed-during-read data/long.txt
		must tells payload-changed data/hello.txt
		end
	done
	begin "a source that changes while it is read" folder
	mkdir out
	with "change:letters/a.txt:$how" create folder -o out/made --format=json
	must ends_with 3
	must tells changed-during-read letters/a.txt
	must tells_only changed-during-read source-folder-empty
	must nothing_there out
	end
	for form in tar zip; do
		begin "a bag that changes while it is packed" good
		mkdir out
		with "change:data/long.txt:$how" pack good -o out/made.$form --format=json
		must ends_with 3
		must tells changed-during-read data/long.txt
		must tells_only changed-during-read
		must nothing_there out
		end
	done
	begin "a folder that changes while it becomes a bag" folder
	with "change:letters/a.txt:$how" create --in-place folder --format=json
	must ends_with 3
	must tells changed-during-read letters/a.txt
	must test -f folder/hello.txt
	must test ! -e folder/bagit.txt
	must test ! -e .folder.holdfast-around
	end
done

begin "payload that is removed before it is read" good
with "change:data/hello.txt:unlink" verify --no-sandbox good --format=json
must ends_with 3
must verdict UNDETERMINED
must tells changed-during-read data/hello.txt
must tells_only changed-during-read
end

begin "an empty file that grows while it is read" folder
mkdir out
with "change:drafts/none.txt:grow" create folder -o out/made --format=json
must ends_with 3
must tells changed-during-read letters/drafts/none.txt
must nothing_there out
end

# --- Systems that lack the newer calls. ---

# What is in a package, the modes, and the times of payload files.
describe() (
	cd "$1" || exit 1
	find . -printf '%p %y %m %l\n' | sort
	find data -type f -printf '%p %T@\n' -exec sha512sum {} + | sort
	sha512sum -- *.txt
)

same_trees() {
	describe "$1" >"$work/one" && describe "$2" | cmp -s - "$work/one"
}

begin "the same without newer calls" folder accession good bad incomplete links
for calls in openat2 clone renameat2 landlock \
	openat2,preadv2,clone,copy_file_range,renameat2,fadvise,landlock; do
	for bag in good bad incomplete links; do
		with '' verify $bag --format=json
		cp "$work/out" "$work/expected"
		expected=$status
		with "absent:$calls" verify $bag --format=json
		must ends_with "$expected"
		must cmp -s "$work/out" "$work/expected"
	done
	for source in folder accession; do
		rm -rf new old
		with '' create $source -o new
		must ends_with 0
		with "absent:$calls" create $source -o old
		must ends_with 0
		must same_trees new old
		with "absent:$calls" create $source -o old
		must ends_with 3
		must grep -q "is there already" "$work/err"
		must same_trees new old
	done
	rm -rf new old
	cp -a folder new
	cp -a folder old
	with '' create --in-place new
	must ends_with 0
	with "absent:$calls" create --in-place old
	must ends_with 0
	must same_trees new old
	rm -rf new old
done
end

# The cases of the corpus in which it matters how a path is opened.
mkdir "$work/old"
ln -s "$program" "$work/old/holdfast"
set -- "$top"/tests/corpus/*link*.sh "$top"/tests/corpus/*hostile*.sh \
	"$top"/tests/corpus/*special*.sh "$top"/tests/corpus/*unsafe*.sh \
	"$top"/tests/corpus/*deep*.sh
for case; do
	shift
	[ ! -f "$case" ] || set -- "$@" "$case"
done
HOLDFAST_FAULT=absent:openat2 "$top/tests/corpus/run.sh" "$work/old" "$@" \
	>"$work/corpus" 2>&1
sed '$d' "$work/corpus"
add_counts "$work/corpus" "the corpus without openat2"
echo "without openat2, $# cases of the corpus: $last"
echo "faults of files: $count cases"

echo "fault: $passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
