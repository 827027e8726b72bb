#!/bin/sh
# shellcheck disable=SC2086,SC2015 # lists of words; tests that end with a word
# The same promises where nothing is pretended: disks that are full, cannot be
# written, or fail late; and limits on files, descriptors, and memory.
#
#   tests/fault/real.sh BUILDDIR
#
# Mounts what it needs in a name space of its own, which nobody else sees and
# which ends with it.  What this machine or this user does not allow is
# skipped, and said so.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: real.sh BUILDDIR}" && pwd -P) || exit 2
if [ ! -x "$build/holdfast" ]; then
	echo "tests/fault/real.sh: there is no program $build/holdfast" >&2
	exit 2
fi

if [ -z "${HOLDFAST_FAULT_INSIDE-}" ]; then
	HOLDFAST_FAULT_INSIDE=alone
	export HOLDFAST_FAULT_INSIDE
	for way in -m -rm; do
		if unshare $way true 2>/dev/null; then
			HOLDFAST_FAULT_INSIDE=apart
			exec unshare $way sh "$here/real.sh" "$build"
		fi
	done
fi

LC_ALL=C TZ=UTC
export LC_ALL TZ
unset SOURCE_DATE_EPOCH
umask 022
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-real.XXXXXX") || exit 2
mounts=
clean() {
	cd /
	for mount in $mounts; do
		umount "$mount" 2>/dev/null
	done
	chmod -R u+rwX "$work" 2>/dev/null
	rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' HUP INT TERM

# Where another user can run it.
chmod 755 "$work"
cp "$build/holdfast" "$work/holdfast"
program=$work/holdfast
source=$work/folder
good=$work/good
out=$work/out
mkdir -p "$source/letters/drafts" "$out"
printf 'hello\n' >"$source/hello.txt"
printf 'abcd\n' >"$source/letters/a.txt"
: >"$source/letters/drafts/none.txt"
head -c 3000000 /dev/zero >"$source/letters/large.bin"
find "$source" -exec touch -d '2001-02-03 04:05:06' {} +
"$program" create -q "$source" -o "$good" || exit 2

listing() { find "$1" -printf '%p %y %m %n %i %s %T@ %C@ %l\n' | sort; }
listing "$source" >"$work/source.before"
listing "$good" >"$work/good.before"

passed=0 failed=0 skipped=0
begin() {
	name=$1
	ok=1
}
complain() {
	[ $ok = 0 ] || echo "FAIL $name"
	ok=0
	printf '    %s\n' "$@"
}
end() {
	listing "$source" | cmp -s - "$work/source.before" ||
		complain "the source was changed"
	listing "$good" | cmp -s - "$work/good.before" ||
		complain "the bag was changed"
	if [ $ok = 1 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
}
skip() {
	echo "skipped: $1"
	skipped=$((skipped + 1))
}

# run COMMAND...: with what it prints in the file said.
run() {
	# What hangs is killed, and its status (137) is none that is expected.
	timeout -s KILL 60 "$@" >"$work/out.txt" 2>"$work/err.txt" </dev/null
	status=$?
	cat "$work/out.txt" "$work/err.txt" >"$work/said"
	! grep -q '(null)' "$work/said" || complain "it prints (null)"
}
said() { cat "$work/said"; }

# It ends with 3, tells that reason, and names something.
refused() {
	[ $status = 3 ] || complain "status $status, must be 3" "$(said)"
	grep -q -- "$1" "$work/said" || complain "does not say: $1" "$(said)"
	grep -q "'[^']\|^[^ ]*: error: " "$work/said" || complain "names nothing" "$(said)"
}
nothing_in() {
	[ -z "$(ls -A "$1")" ] || complain "left in $1: $(ls -A "$1")"
}
is_bag() {
	"$program" verify "$1" >"$work/verified" 2>&1 ||
		complain "$1 is no good bag" "$(cat "$work/verified")"
}

# at SIZE [OPTION]: an empty file system of that size, in memory, at $work/at.
at() {
	mkdir -p "$work/at"
	[ "$HOLDFAST_FAULT_INSIDE" = apart ] &&
		mount -t tmpfs -o "size=$1${2:+,$2}" none "$work/at" \
			2>"$work/why" || return 1
	mounts="$work/at $mounts"
}
away() {
	cd /
	umount "$work/at"
	mounts=${mounts#"$work/at "}
}

# --- No room. ---

full_disk() {
	begin "create to a disk that is too small"
	for size in 4k 16k 64k 1m 2900k; do
		at $size || { skip "$name: $(head -n 1 "$work/why")"; return; }
		run "$program" create "$source" -o "$work/at/made"
		refused "No space left on device"
		nothing_in "$work/at"
		away
	done
	end
}

few_inodes() {
	begin "create to a disk with too few inodes"
	for n in 2 3 4 5 7 9; do
		at 32m nr_inodes=$n || { skip "$name: $(head -n 1 "$work/why")"; return; }
		run "$program" create "$source" -o "$work/at/made"
		refused "No space left on device"
		nothing_in "$work/at"
		away
	done
	end
}

# A folder on a disk that is as good as full, so that only its tag files lack
# room; the last line of df says how much there is.
fill_disk() {
	room=$(df -k --output=avail "$work/at" | tail -n 1)
	head -c $((room * 1024)) /dev/zero >"$work/at/rest" 2>/dev/null
}

full_in_place() {
	begin "create --in-place on a disk that is full"
	at 8m || { skip "$name: $(head -n 1 "$work/why")"; return; }
	cp -a "$source" "$work/at/folder"
	fill_disk
	listing "$work/at" >"$work/before"
	run "$program" create --in-place "$work/at/folder"
	refused "No space left on device"
	# The folder's own times may not change either: it was not moved.
	listing "$work/at/folder" >"$work/after"
	sed -n "\\|$work/at/folder|p" "$work/before" | cmp -s - "$work/after" ||
		complain "the folder was changed"
	[ "$(ls -A "$work/at")" = "$(printf 'folder\nrest')" ] ||
		complain "left: $(ls -A "$work/at")"
	rm "$work/at/rest"
	run "$program" create --in-place "$work/at/folder"
	[ $status = 0 ] || complain "with room, it ends with $status" "$(said)"
	is_bag "$work/at/folder"
	away
	end
}

full_update() {
	begin "update on a disk that is full"
	"$program" help update >/dev/null 2>&1 || { skip "$name: there is no update"; return; }
	at 8m || { skip "$name: $(head -n 1 "$work/why")"; return; }
	cp -a "$good" "$work/at/bag"
	fill_disk
	run "$program" update "$work/at/bag" --add-algorithm=sha256
	refused "No space left on device"
	[ "$(ls -A "$work/at")" = "$(printf 'bag\nrest')" ] ||
		complain "left: $(ls -A "$work/at")"
	diff -r "$good" "$work/at/bag" >"$work/differ" ||
		complain "the bag was changed" "$(cat "$work/differ")"
	rm "$work/at/rest"
	run "$program" update "$work/at/bag" --add-algorithm=sha256
	[ $status = 0 ] || complain "with room, it ends with $status" "$(said)"
	is_bag "$work/at/bag"
	away
	end
}

full_pack() {
	begin "pack to a disk that is full"
	# What does not get smaller when it is compressed.
	mkdir "$work/random"
	head -c 3000000 /dev/urandom >"$work/random/random.bin"
	"$program" create -q "$work/random" -o "$work/packed" || complain "no bag"
	for form in tar tar.gz tar.bz2 tar.xz tar.zst zip; do
		for size in 0 64k 2m; do
			at 8m || { skip "$name: $(head -n 1 "$work/why")"; return; }
			head -c $size /dev/zero >"$work/at/room"
			fill_disk
			rm "$work/at/room"
			run "$program" pack "$work/packed" -o "$work/at/made.$form"
			refused "No space left on device"
			[ "$(ls -A "$work/at")" = rest ] ||
				complain "$form: left: $(ls -A "$work/at")"
			away
		done
	done
	rm -r "$work/packed" "$work/random"
	end
}

# --- No permission. ---

read_only() {
	begin "create to a disk that cannot be written"
	at 8m || { skip "$name: $(head -n 1 "$work/why")"; return; }
	cp -a "$source" "$work/at/folder"
	cp -a "$good" "$work/at/bag"
	mount -o remount,bind,ro "$work/at" 2>"$work/why" || {
		away
		skip "$name: $(head -n 1 "$work/why")"
		return
	}
	run "$program" create "$source" -o "$work/at/made"
	refused "Read-only file system"
	run "$program" create --in-place "$work/at/folder"
	refused "Read-only file system"
	[ "$(ls -A "$work/at")" = "$(printf 'bag\nfolder')" ] ||
		complain "left: $(ls -A "$work/at")"
	is_bag "$work/at/bag"
	away
	end
}

no_permission() {
	begin "create to a folder in which one may not write"
	without=
	if [ "$(id -u)" = 0 ]; then
		without='setpriv --reuid=65534 --regid=65534 --clear-groups'
		$without true 2>/dev/null ||
			without='setpriv --bounding-set=-dac_override,-dac_read_search'
		$without true 2>/dev/null || { skip "$name: root cannot give up its power here"; return; }
	fi
	mkdir "$work/mine" "$work/closed"
	chmod 555 "$work/mine"
	cp -a "$source" "$work/hidden"
	chmod 000 "$work/hidden/letters/a.txt"
	# shellcheck disable=SC2086 # words
	run $without "$program" create "$source" -o "$work/mine/made"
	refused "Permission denied"
	nothing_in "$work/mine"
	chmod 777 "$work/closed"
	# shellcheck disable=SC2086 # words
	run $without "$program" create "$work/hidden" -o "$work/closed/made"
	refused "Permission denied"
	grep -q letters/a.txt "$work/said" || complain "does not name the file" "$(said)"
	nothing_in "$work/closed"
	chmod 644 "$work/hidden/letters/a.txt"
	chmod 000 "$work/hidden/letters/drafts"
	# shellcheck disable=SC2086 # words
	run $without "$program" create "$work/hidden" -o "$work/closed/made"
	refused "Permission denied"
	grep -q letters/drafts "$work/said" || complain "does not name the folder" "$(said)"
	nothing_in "$work/closed"
	chmod 755 "$work/hidden/letters/drafts"
	end
}

# --- A medium that fails late: the pages are written, and then are not. ---

# A file system of 64 MiB on a device of which $2 can be kept.
late_disk() {
	at "$1" || return 1
	truncate -s 64M "$work/at/image"
	mkdir -p "$work/late"
	# shellcheck disable=SC2086 # words
	if ! mkfs.ext4 -q $2 "$work/at/image" >"$work/why" 2>&1 ||
	   ! mount -o loop "$work/at/image" "$work/late" 2>"$work/why"; then
		away
		return 1
	fi
	rmdir "$work/late/lost+found"
	mounts="$work/late $mounts"
}
late_away() {
	cd /
	umount "$work/late"
	mounts=${mounts#"$work/late "}
	away
}

late_failure() {
	begin "create to a device that fails when it is synced"
	command -v mkfs.ext4 >/dev/null || { skip "$name: there is no mkfs.ext4"; return; }
	head -c 20000000 /dev/zero | tr '\0' x >"$work/big"
	mkdir "$work/large" && mv "$work/big" "$work/large/big.bin"
	late_disk 8m '-O ^has_journal' || { skip "$name: $(head -n 1 "$work/why")"; return; }
	run "$program" create "$work/large" -o "$work/late/made"
	refused "Input/output error\|No space left on device"
	nothing_in "$work/late"
	late_away
	# With a journal the whole file system may stop: then nothing can be
	# removed either, but nothing has the name.
	late_disk 16m -Jsize=4 || { skip "$name: $(head -n 1 "$work/why")"; return; }
	run "$program" create "$work/large" -o "$work/late/made"
	refused "Input/output error\|No space left on device\|Read-only file system"
	[ ! -e "$work/late/made" ] || complain "the package is there"
	late_away
	end
}

# --- Limits. ---

file_size() {
	begin "create with a limit on the size of files"
	for blocks in 0 1 8 100 4000; do
		# The first try of the shell itself is the redirection.
		run prlimit --fsize=$((blocks * 512)) "$program" create \
			"$source" -o "$out/made"
		if [ $blocks = 0 ]; then
			# Nothing can be written, not even what was wrong.
			[ $status = 3 ] || complain "status $status, must be 3"
		else
			refused "File too large"
		fi
		nothing_in "$out"
	done
	end
}

descriptors() {
	begin "create and verify with few descriptors"
	least=
	for n in 3 4 5 6 7 8 9 10 11 12 14 16 20 24; do
		run prlimit --nofile=$n "$program" create "$source" -o "$out/made"
		grep -q 'loading shared libraries' "$work/said" && continue
		if [ $status = 0 ]; then
			is_bag "$out/made"
			rm -rf "$out/made"
			[ -n "$least" ] || least=$n
		else
			refused "Too many open files"
			# What cannot be opened cannot be removed; run again,
			# it goes.
			[ ! -e "$out/made" ] || complain "$n: the package is there"
		fi
		run prlimit --nofile=$n "$program" verify "$good"
		[ $status = 0 ] || {
			[ $status = 3 ] || complain "$n: verify: status $status" "$(said)"
			grep -q "Too many open files" "$work/said" ||
				complain "$n: verify does not say why" "$(said)"
		}
	done
	[ -n "$least" ] || complain "24 descriptors are not enough"
	rm -rf "$out/made"
	nothing_in "$out"
	end
}

# Whether @1 KiB of memory are enough for a command; threads have small stacks.
within() {
	kib=$1
	shift
	run prlimit --stack=262144 --as=$((kib * 1024)) "$program" "$@"
}

# The least that is enough, between two amounts and to so many KiB: into $enough.
enough() { # LOW HIGH STEP COMMAND...
	low=$1 enough=$2 by=$3
	shift 3
	while [ $((enough - low)) -gt $by ]; do
		rm -rf "$out"/made*
		within $(((low + enough) / 2)) "$@"
		if [ $status = 0 ]; then enough=$kib; else low=$kib; fi
	done
}

# From the least memory in which the program begins at all to the least that
# is enough, in steps so small that something else cannot be had in each.
memory() {
	begin "$1 with little memory"
	shift
	enough 1000 1000000 200 version
	least=$enough
	enough $least 1000000 1000 "$@"
	most=$enough
	[ $most -lt 1000000 ] || complain "a gigabyte is not enough" "$(said)"
	steps=40
	[ -z "${HOLDFAST_FAULT_ALL-}" ] || steps=300
	few=0
	for step in $(seq 0 $steps); do
		rm -rf "$out"/made*
		within $((least + (most - least) * step / steps)) "$@"
		[ $status != 0 ] || continue
		few=$((few + 1))
		[ $status = 3 ] || complain "$kib KiB: status $status" "$(said)"
		# Out of memory, nothing is known; so nothing may be told but that.
		grep '"finding"' "$work/out.txt" | grep '"severity":"error"' |
			grep -v '"unreadable"' >"$work/untrue"
		[ ! -s "$work/untrue" ] ||
			complain "$kib KiB: it tells what is not so" "$(cat "$work/untrue")"
		grep -q 'out of memory\|no thread\|could not be computed' "$work/said" ||
			complain "$kib KiB: does not say why" "$(said)"
		nothing_in "$out"
	done
	rm -rf "$out"/made*
	[ $few -gt $((steps / 3)) ] || complain "only $few runs had too little"
	end
}

# --- A register, and locations on such disks. ---

# A register $work/R with a location at $work/at, and one at $work/far.
archive() {
	mkdir -p "$work/at/near" "$work/far"
	"$program" init -q "$work/R" --origin archive.example/harbour &&
	"$program" location add -q "$work/R" near --url "$work/at/near" \
		--site s --threat-zone z --medium disk &&
	"$program" location add -q "$work/R" far --url "$work/far" \
		--site t --threat-zone y --medium disk ||
		complain "no register"
}
archive_away() {
	rm -rf "$work/R" "$work/far"
}
log_verifies() {
	"$program" log verify "$1" >"$work/verified" 2>&1 ||
		complain "the log does not verify" "$(cat "$work/verified")"
}
# Nothing has come in, whole or half, but what is of use to nobody.
nothing_came() {
	[ -z "$(find "$1" -mindepth 1 -maxdepth 1 ! -name '.holdfast-*')" ] ||
		complain "came in: $(ls -A "$1")"
	for area in incoming quarantine; do
		[ ! -e "$1/.holdfast-$area" ] || nothing_in "$1/.holdfast-$area"
	done
}

full_location() {
	for form in bag tar; do
		begin "ingest to a location that is full, form $form"
		for size in 0 64k 1m 2900k 3100k; do
			at 8m || { skip "$name: $(head -n 1 "$work/why")"; return; }
			archive
			echo "Form: $form" >"$work/form"
			sed -i "0,/^Form: bag/s//Form: $form/" "$work/R/register.txt"
			head -c $size /dev/zero >"$work/at/room"
			fill_disk
			rm "$work/at/room"
			run "$program" ingest "$work/R" "$good" --to near
			if [ $size = 3100k ] && [ $form = bag ]; then
				[ $status = 0 ] || complain "with room, it ends with $status" "$(said)"
			else
				refused "No space left on device"
				nothing_came "$work/at/near"
				[ ! -s "$work/R/log/entries.txt" ] ||
					complain "the log says it came in"
			fi
			log_verifies "$work/R"
			rm "$work/at/rest"
			run "$program" ingest "$work/R" "$good" --to near
			[ $status = 0 ] || complain "with room, it ends with $status" "$(said)"
			is_bag "$work/at/near/good$([ $form = bag ] || echo .tar)"
			log_verifies "$work/R"
			archive_away
			away
		done
		end
	done
}

full_register() {
	begin "ingest with a register that is full"
	at 8m || { skip "$name: $(head -n 1 "$work/why")"; return; }
	archive
	mv "$work/R" "$work/at/R"
	sed -i "s|^URL: .*/at/near|URL: $work/at/near|" "$work/at/R/register.txt"
	"$program" catalogue rebuild -q "$work/at/R" || complain "no catalogue"
	fill_disk
	run "$program" ingest "$work/at/R" "$good" --to far
	refused "No space left on device"
	rm "$work/at/rest"
	run "$program" log mend "$work/at/R" --accept
	[ $status = 0 ] || complain "mend ends with $status" "$(said)"
	log_verifies "$work/at/R"
	run "$program" ingest "$work/at/R" "$good" --to far
	[ $status = 0 ] || complain "with room, it ends with $status" "$(said)"
	is_bag "$work/far/good"
	log_verifies "$work/at/R"
	[ "$(grep -c '^Event: ingestion' "$work/at/R/log/entries.txt")" = 1 ] ||
		complain "not one ingestion: $(cat "$work/at/R/log/entries.txt")"
	archive_away
	away
	end
}

read_only_location() {
	begin "a location that can only be read"
	at 16m || { skip "$name: $(head -n 1 "$work/why")"; return; }
	archive
	run "$program" ingest "$work/R" "$good" --to near
	[ $status = 0 ] || complain "it ends with $status" "$(said)"
	mount -o remount,bind,ro "$work/at" 2>"$work/why" || {
		away
		archive_away
		skip "$name: $(head -n 1 "$work/why")"
		return
	}
	cp -a "$good" "$work/other"
	listing "$work/at" >"$work/before"
	run "$program" ingest "$work/R" "$work/other" --to near
	refused "Read-only file system"
	listing "$work/at" | cmp -s - "$work/before" || complain "it was changed"
	log_verifies "$work/R"
	# It is good to copy from.
	run "$program" copy "$work/R" good --to far
	[ $status = 0 ] || complain "copy ends with $status" "$(said)"
	is_bag "$work/far/good"
	run "$program" ingest "$work/R" "$work/other" --to far
	[ $status = 0 ] || complain "it ends with $status" "$(said)"
	run "$program" copy "$work/R" other --to near
	refused "Read-only file system"
	log_verifies "$work/R"
	rm -r "$work/other"
	away
	archive_away
	end
}

full_disk
few_inodes
full_in_place
full_update
full_pack
full_location
full_register
read_only_location
read_only
no_permission
late_failure
if command -v prlimit >/dev/null; then
	file_size
	descriptors
	memory create create --format=json "$source" -o "$out/made" -j 2
	memory "create with a record" create --format=json \
		"$top/manifests/memorandum-1961-01-18" -o "$out/made" -j 2
	memory verify verify --format=json "$good" -j 2
	memory pack pack --format=json "$good" -o "$out/made.tar" -j 2
else
	skip "limits of file sizes, descriptors, and memory: there is no prlimit"
fi

echo "real-faults: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ] && [ $passed -gt 0 ]
