#!/bin/sh
# Repair: a copy that is bad is replaced by one that the log anchors, a good one
# never is, and where none is left, it is said what still can be saved.
#
#   tests/repair/run.sh BUILDDIR [CASE]...
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P) || exit 2
shift
program=$build/holdfast
export LC_ALL=C TZ=UTC
umask 022
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-repair.XXXXXX") || exit 2
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
. "$top/tests/words.sh"
. "$top/tests/cli/bag.sh"

# --- What the cases begin with. ---

# A register R with locations: register [ID]...
register() {
	ends 0 init R --organisation 'Harbour Archive' --origin archive.example/harbour
	for id; do
		mkdir -p "L-$id"
		ends 0 location add R "$id" --url "$PWD/L-$id" --site "site-$id" \
			--threat-zone "zone-$id" --medium disk
	done
}

# The root of the bag $1, by coreutils alone.
root_of() (
	cd "$1" || exit 1
	find . -path ./data -prune -o -type f -printf '%P\n' | LC_ALL=C sort |
		tr '\n' '\0' | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
)

entries() {
	grep -c '^Entry: ' R/log/entries.txt
}

# The values of one label in the log, in order.
logged() {
	sed -n "s/^$1: //p" R/log/entries.txt
}

# Nothing on its way is left at a location.
clear_of_staging() {
	[ ! -e "$1/.holdfast-incoming" ] || empty "$1/.holdfast-incoming"
}


# Three locations, with the bag quay at each.
three() {
	register vault shelf attic
	good_bag quay
	ends 0 ingest R quay --to vault
	ends 0 copy R quay --to shelf
	ends 0 copy R quay --to attic
}

# The last entry's value of one label.
last() {
	logged "$1" | tail -n 1
}

# The folder of the quarantine of $1 that has the package.
quarantined() {
	find "L-$1/.holdfast-quarantine" -mindepth 2 -maxdepth 2 -name 'quay*'
}

rot() {
	printf 'hellO\n' >"$1/data/hello.txt"
}

# --- One copy is bad. ---

case_a_corrupt_copy_is_replaced_and_put_aside_whole() {
	three
	rot L-shelf/quay
	cp -a L-shelf/quay bad
	before=$(entries)
	ends 0 repair R quay --location shelf
	said 'quay at shelf: repaired'
	said payload-changed
	diff -r quay L-shelf/quay
	diff -r bad "$(quarantined shelf)"
	clear_of_staging L-shelf
	[ "$(last Event)" = recovery ]
	[ "$(last Outcome)" = pass ]
	[ "$(last Bag-Root)" = "$(root_of quay)" ]
	[ "$(last Previous-Root)" = "$(root_of bad)" ]
	[ "$(last Findings)" = payload-changed ]
	# Only payload changed, so that both roots are one: the digests tell.
	last Note | grep -q "$(sha512sum <quay/data/hello.txt | cut -c 1-128)"
	last Note | grep -q "$(sha512sum <bad/data/hello.txt | cut -c 1-128)"
	# The failure, and the recovery.
	[ "$(entries)" = $((before + 2)) ]
	logged Outcome | tail -n 2 | head -n 1 | grep -q '^fail$'
	ends 0 log verify R
	ends 0 repair R --all
	said 'no copy is known to be in need of repair'
}

# A place that holds tars, and two that hold folders.
tar_and_two() {
	ends 0 init R --organisation 'Harbour Archive' --origin archive.example/harbour
	for id in cave shelf vault; do
		mkdir "L-$id"
		ends 0 location add R $id --url "$PWD/L-$id" --site "site-$id" \
			--threat-zone "zone-$id" --medium disk \
			--form "$([ $id = cave ] && echo tar || echo bag)"
	done
	good_bag quay
	ends 0 ingest R quay --to cave
	ends 0 copy R quay --to shelf
}

case_a_tar_that_does_not_open_any_more_is_replaced() {
	tar_and_two
	cp L-cave/quay.tar good.tar
	printf 'nothing' >L-cave/quay.tar
	ends 0 repair R quay --dry-run
	said 'would be replaced from shelf'
	ends 0 repair R quay
	said 'quay at cave: repaired'
	said unreadable
	[ "$(logged Outcome | tail -n 2 | head -n 1)" = undetermined ]
	cmp good.tar L-cave/quay.tar
	[ "$(cat "$(quarantined cave)")" = nothing ]
}

case_a_copy_that_does_not_open_does_not_keep_others_from_being_copied() {
	tar_and_two
	: >L-cave/quay.tar
	ends 3 copy R quay --to vault
	said 'quay: copied, at vault'
	said unreadable
	diff -r quay L-vault/quay
	[ "$(logged Outcome | tail -n 2 | head -n 1)" = undetermined ]
	clear_of_staging L-vault
}

# That the log may not be added to says nothing of the copies.
case_what_is_refused_for_another_reason_is_no_loss() {
	three
	ends 0 key new R
	rot L-vault/quay
	rm -r L-attic/quay
	ends 1 copy R quay --to attic
	sed '/^Key-File: /d' R/register.txt >without
	cp without R/register.txt
	ends 1 repair R quay --location vault
	said 'nothing is added that would not verify'
	said_not 'was not replaced'
	said_not 'are right by its manifests'
}

case_what_the_log_says_failed_is_repaired_unasked() {
	three
	rot L-vault/quay
	# A copy from there is refused, and that it failed is logged.
	ends 1 copy R quay --to attic --from vault || true
	ends 0 repair R --all
	said 'quay at vault: repaired'
	diff -r quay L-vault/quay
	said_not 'at shelf'
	[ "$(last Location)" = vault ]
}

case_a_missing_copy_is_replaced() {
	three
	rm -r L-attic/quay
	ends 0 repair R quay
	said 'missing'
	said 'quay at attic: repaired'
	diff -r quay L-attic/quay
	[ "$(last Event)" = recovery ]
	[ "$(last Findings)" = missing ]
	[ ! -e L-attic/.holdfast-quarantine ]
}

case_a_substituted_copy_is_replaced_though_it_is_a_valid_bag() {
	three
	echo 'Contact-Name: Nobody' >>L-shelf/quay/bag-info.txt
	(cd L-shelf/quay && rm tagmanifest-sha512.txt && sha512sum -- *.txt >../t &&
		mv ../t tagmanifest-sha512.txt)
	cp -a L-shelf/quay other
	ends 0 repair R --all
	said bag-substituted
	diff -r quay L-shelf/quay
	diff -r other "$(quarantined shelf)"
	[ "$(last Previous-Root)" = "$(root_of other)" ]
}

case_that_another_copy_was_found_bad_meanwhile_is_heard_of() {
	three
	rot L-attic/quay
	rot L-shelf/quay
	ends 1 repair R quay --location shelf
	said 'quay at shelf: repaired'
	diff -r quay L-shelf/quay
	ends 0 repair R --all
	said 'quay at attic: repaired'
	diff -r quay L-attic/quay
}

# --- What must not be. ---

case_a_good_copy_is_never_replaced() {
	three
	before=$(entries)
	inode=$(stat -c %i L-shelf/quay/data/hello.txt)
	ends 0 repair R quay --location shelf
	said 'nothing was replaced'
	[ "$(stat -c %i L-shelf/quay/data/hello.txt)" = "$inode" ]
	[ "$(entries)" = "$before" ]
	# What the log says failed, and is sound now, is said to pass.
	rot L-shelf/quay
	ends 1 copy R quay --to attic --from shelf || true
	cp quay/data/hello.txt L-shelf/quay/data/hello.txt
	ends 0 repair R --all
	said 'nothing was replaced'
	[ "$(last Event)" = 'fixity check' ]
	[ "$(last Outcome)" = pass ]
	[ ! -e L-shelf/.holdfast-quarantine ]
	ends 0 repair R --all
	said 'no copy is known'
}

# Two that agree are not right for that: the log says which one is.
case_the_majority_does_not_count() {
	three
	for place in shelf attic; do
		echo 'Contact-Name: Nobody' >>L-$place/quay/bag-info.txt
		(cd L-$place/quay && rm tagmanifest-sha512.txt &&
			sha512sum -- *.txt >../t && mv ../t tagmanifest-sha512.txt)
	done
	ends 0 repair R --all
	diff -r quay L-vault/quay
	diff -r quay L-shelf/quay
	diff -r quay L-attic/quay
}

case_a_dry_run_writes_nothing() {
	three
	rot L-shelf/quay
	cp -a . ../before
	ends 0 repair R quay --location shelf --dry-run
	said 'would be replaced from'
	diff -r --exclude='catalogue.db*' . ../before
}

case_without_a_good_copy_nothing_is_replaced_and_it_is_said_what_is_left() {
	three
	rm -r L-attic/quay
	rot L-shelf/quay
	printf 'abcX\n' >L-vault/quay/data/letters/a.txt
	printf 'hellX\n' >L-vault/quay/data/hello.txt
	cp -a L-shelf L-vault ..
	ends 1 repair R quay --location shelf
	said 'was not replaced'
	said 'at vault: 4 of 6 files are right'
	said 'at shelf: 5 of 6 files are right'
	said 'at attic: nothing could be read'
	said 'bad: data/letters/a.txt'
	said 'no copy has right: data/hello.txt'
	said_not 'no copy has right: data/letters/a.txt'
	diff -r L-shelf/quay ../L-shelf/quay
	diff -r L-vault/quay ../L-vault/quay
	[ ! -e L-shelf/.holdfast-quarantine ]
	clear_of_staging L-shelf
}

case_an_unreachable_location_is_not_repaired() {
	three
	mv L-shelf/.holdfast-location ../marker
	ends 3 repair R --all
	said unreachable
	diff -r quay L-shelf/quay
	[ "$(last Event)" = replication ]
}

# --- File by file. ---

# A bag of some size, of which one file of many is bad.
big() {
	begin_bag quay
	for n in $(seq 20); do
		head -c 4000 /dev/zero | tr '\0' "$(printf '\%03o' $((64 + n)))" \
			>"quay/data/file-$n"
	done
	end_bag quay
	register vault shelf
	ends 0 ingest R quay --to vault
	ends 0 copy R quay --to shelf
}

case_of_a_bag_with_one_bad_file_the_others_come_from_itself() {
	big
	echo x >L-shelf/quay/data/file-7
	# What only the damaged copy has, must come from there.
	touch -d 2001-02-03 L-shelf/quay/data/file-9
	touch -d 2001-02-03 L-shelf/quay/data/file-7
	ends 0 repair R quay --location shelf
	diff -r quay L-shelf/quay
	last Note | grep -q 'and 1 payload file from vault, the others from the damaged copy'
	[ "$(date -r L-shelf/quay/data/file-9 +%Y)" = 2001 ]
	[ "$(date -r L-shelf/quay/data/file-7 +%Y)" != 2001 ]
	[ "$(last Event)" = recovery ]
	clear_of_staging L-shelf
}

case_where_most_is_bad_the_whole_comes_from_elsewhere() {
	big
	for n in $(seq 15); do
		echo x >"L-shelf/quay/data/file-$n"
	done
	touch -d 2001-02-03 L-shelf/quay/data/file-19
	ends 0 repair R quay --location shelf
	diff -r quay L-shelf/quay
	[ "$(date -r L-shelf/quay/data/file-19 +%Y)" != 2001 ]
	! last Note | grep -q 'damaged copy' ||
		fail "files are taken from the damaged copy: $(last Note)"
}

# Each file is held against the manifests that the log anchors, wherever it is from.
case_two_copies_with_different_bad_files_make_a_good_one() {
	big
	echo x >L-shelf/quay/data/file-7
	echo y >L-vault/quay/data/file-8
	ends 0 repair R quay --location shelf
	diff -r quay L-shelf/quay
	ends 0 repair R quay --location vault
	diff -r quay L-vault/quay
	ends 0 log verify R
}

run_cases repair "$0" "$@"
