#!/bin/sh
# A register in use: bags are ingested, copied, proved and ended, and every way
# in which this can go wrong has its finding.
#
#   tests/custody/run.sh BUILDDIR [CASE]...
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P) || exit 2
shift
program=$build/holdfast
export LC_ALL=C TZ=UTC
umask 022
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-custody.XXXXXX") || exit 2
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

# Manifests of what is there now.
again() {
	(cd "$1" && rm -f tagmanifest-* manifest-sha512.txt)
	end_bag "$1"
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

# --- Ingest. ---

case_a_bag_is_taken_into_custody() {
	register vault
	good_bag quay
	ends 0 ingest R quay --to vault
	said 'quay: ingested, at vault'
	said "bag root   $(root_of quay)"
	diff -r quay L-vault/quay
	clear_of_staging L-vault
	[ "$(logged Event)" = ingestion ]
	[ "$(logged Bag-Root)" = "$(root_of quay)" ]
	[ "$(logged Files)" = "$(find quay -type f | wc -l)" ]
	ends 0 log verify R
	said VERIFIED
}

case_the_same_bag_again_is_said_and_done() {
	register vault
	good_bag quay
	ends 0 ingest R quay --to vault
	ends 0 ingest R quay --to vault
	said 'quay: held already, at vault'
	said already-held
	[ "$(entries)" = 1 ]
	clear_of_staging L-vault
}

case_another_bag_of_that_name_is_refused_with_both_roots() {
	register vault
	good_bag quay
	ends 0 ingest R quay --to vault
	first=$(root_of quay)
	mkdir other
	good_bag other/quay
	echo more >other/quay/data/more.txt
	rm other/quay/bag-info.txt
	again other/quay
	ends 1 ingest R other/quay --to vault
	said held-otherwise
	said "$first"
	said "$(root_of other/quay)"
	diff -r quay L-vault/quay
	ends 0 quarantine R
	said held-otherwise
	cat L-vault/.holdfast-quarantine/*/report.txt | grep -q "$first"
	diff -r other/quay L-vault/.holdfast-quarantine/*/quay
}

case_a_new_version_takes_the_place_of_the_old_one() {
	register vault
	good_bag quay
	ends 0 ingest R quay --to vault
	first=$(root_of quay)
	cp -a quay old
	echo 'Contact-Name: Harbour' >>quay/bag-info.txt
	again quay
	ends 0 ingest R quay --to vault --new-version
	diff -r quay L-vault/quay
	[ "$(logged Previous-Root)" = "$first" ]
	diff -r old L-vault/.holdfast-quarantine/*/quay
	ends 0 log verify R
}

case_what_is_not_fit_stays_in_quarantine_with_its_report() {
	register vault
	good_bag quay
	echo HELLO >quay/data/hello.txt
	ends 1 ingest R quay --to vault
	said payload-changed
	said 'not admitted'
	[ ! -e L-vault/quay ]
	diff -r quay L-vault/.holdfast-quarantine/*/bag
	grep -q 'payload-changed' L-vault/.holdfast-quarantine/*/report.json
	ends 0 quarantine R
	said payload-changed
	[ "$(logged Event)" = quarantine ]
	[ "$(logged Outcome)" = fail ]
	ends 0 ingest R "$(good_bag good/quay >&2; echo good/quay)" --to vault
}

case_quarantine_is_listed_at_all_places_that_can_be_reached() {
	register vault shelf attic
	good_bag quay
	printf 'hellO\n' >quay/data/hello.txt
	ends 1 ingest R quay --to vault
	mv L-shelf elsewhere
	rm -r L-attic
	sed '/^Location: attic$/,/^$/s/^Trust: .*/Trust: dead/' R/register.txt >with-dead
	cp with-dead R/register.txt
	ends 3 quarantine R
	said quay
	said 'shelf: error: cannot be looked into'
	said_not attic
	mv elsewhere L-shelf
	ends 0 quarantine R
}

case_every_form_can_be_ingested_and_is_held_in_the_form_of_the_place() {
	needs zip bsdtar
	register vault
	mkdir L-shelf
	ends 0 location add R shelf --url ../L-shelf --site s --threat-zone z \
		--medium tape --form tar
	for form in tar tar.gz zip; do
		good_bag "bag-$form"
		"$program" pack "bag-$form" -o "x.$form" >/dev/null
		ends 0 ingest R "x.$form" --to vault
		diff -r "bag-$form" "L-vault/bag-$form"
	done
	good_bag streamed
	bsdtar -cf - streamed | "$program" ingest R - --to vault >../out
	diff -r streamed L-vault/streamed
	good_bag boxed
	ends 0 ingest R boxed --to shelf
	[ "$(ls L-shelf)" = boxed.tar ]
	bsdtar -xf L-shelf/boxed.tar -C ..
	diff -r boxed ../boxed
	ends 0 ingest R boxed --to shelf
	said 'held already'
}

# As it is called there until its name is known.
case_a_bag_that_is_called_bag_is_ingested() {
	register vault
	good_bag bag
	ends 0 ingest R bag --to vault
	diff -r bag L-vault/bag
	clear_of_staging L-vault
}

case_a_name_that_no_package_can_have_is_refused() {
	register vault
	for name in .hidden 'ends ' "$(printf 'a\nb')"; do
		good_bag "$name"
		ends 1 ingest R "$name" --to vault
		said package-name-unfit
		rm -rf "$name"
	done
	[ "$(find L-vault -maxdepth 1 ! -name '.holdfast-*' | wc -l)" = 1 ]
}

case_the_policy_says_which_digests_are_accepted() {
	register vault
	sed -i 's/^Interval: .*/&\nAlgorithms: sha256/' R/register.txt
	good_bag quay
	ends 1 ingest R quay --to vault
	said digest-not-accepted
	(cd quay && sha256sum data/hello.txt data/letters/a.txt >manifest-sha256.txt)
	again quay
	ends 0 ingest R quay --to vault
}

case_a_location_that_is_not_there_is_unreachable_and_takes_nothing() {
	register vault
	good_bag quay
	mv L-vault/.holdfast-location ../marker
	ends 3 ingest R quay --to vault
	said unreachable
	empty L-vault
	[ ! -s R/log/entries.txt ]
	ends 2 ingest R quay --to nowhere
	said 'no location'
}

# A run was cut after the rename and before the entry.
case_a_copy_that_the_log_lacks_is_taken_over() {
	register vault
	good_bag quay
	cp -a quay L-vault/
	ends 0 ingest R quay --to vault
	said 'ingested'
	[ "$(entries)" = 1 ]
	rm -rf L-vault/quay
	good_bag other
	cp -a other L-vault/quay
	echo odd >L-vault/quay/odd.txt
	ends 1 ingest R quay --to vault
	said held-otherwise
}

case_a_copy_is_taken_over_in_the_form_in_which_it_lies_there() {
	register vault
	good_bag quay
	ends 0 pack quay -o L-vault/quay.tar
	ends 0 ingest R quay --to vault
	[ "$(logged Form)" = tar ]
	[ ! -e L-vault/quay ]
	ends 0 location check R
}

case_what_a_dead_run_left_is_cleared() {
	register vault
	good_bag quay
	mkdir -p L-vault/.holdfast-incoming/20200101T000000Z-1-0/bag
	echo x >L-vault/.holdfast-incoming/20200101T000000Z-1-0/bag/x
	ends 0 ingest R quay --to vault
	clear_of_staging L-vault
}

# --- Copy. ---

case_a_copy_is_made_at_another_place() {
	register vault north
	good_bag quay
	ends 0 ingest R quay --to vault
	ends 0 copy R quay --to north
	said 'quay: copied, at north'
	diff -r quay L-north/quay
	[ "$(logged Event | tr '\n' ,)" = ingestion,replication, ]
	[ "$(logged Source)" = vault ]
	ends 0 copy R quay --to north
	said 'held already'
	[ "$(entries)" = 2 ]
}

case_a_copy_is_made_from_one_that_verifies() {
	register a b c
	good_bag quay
	ends 0 ingest R quay --to a
	ends 0 copy R quay --to b
	echo HELLO >L-a/quay/data/hello.txt
	ends 1 copy R quay --to c
	said payload-changed
	said 'copied, at c'
	diff -r quay L-c/quay
	[ "$(logged Outcome | tr '\n' ,)" = pass,pass,fail,pass, ]
	[ "$(logged Source | tail -n 1)" = b ]
}

case_where_no_copy_is_right_none_is_made() {
	register a b
	good_bag quay
	ends 0 ingest R quay --to a
	echo HELLO >L-a/quay/data/hello.txt
	ends 1 copy R quay --to b
	[ ! -e L-b/quay ]
	clear_of_staging L-b
	ends 2 copy R nothing --to b
	said 'no package'
}

case_a_valid_bag_that_is_not_the_one_is_not_copied() {
	register a b
	good_bag quay
	ends 0 ingest R quay --to a
	echo 'Contact-Name: Somebody' >>L-a/quay/bag-info.txt
	again L-a/quay
	ends 0 verify L-a/quay
	ends 1 copy R quay --to b
	said bag-substituted
	[ ! -e L-b/quay ]
}

case_a_copy_to_a_place_with_another_form() {
	register a
	mkdir L-t
	ends 0 location add R t --url "$PWD/L-t" --site s --threat-zone z \
		--medium tape --form tar
	good_bag quay
	ends 0 ingest R quay --to a
	ends 0 copy R quay --to t
	[ "$(ls L-t)" = quay.tar ]
	register_root=$(logged Bag-Root | sort -u)
	[ "$register_root" = "$(root_of quay)" ]
	rm -rf L-a/quay
	ends 0 copy R quay --to a --from t
	diff -r quay L-a/quay
	[ "$(logged Event | tail -n 1)" = recovery ]
}

# --- Events that people decide. ---

case_a_destruction_that_leaves_too_few_is_refused() {
	register a b
	good_bag quay
	ends 0 ingest R quay --to a
	ends 4 record-event R quay --event destruction --location a \
		--by 'Records Office' --authority 'schedule 12' --method shredded
	said last-copy-destroyed
	[ "$(entries)" = 1 ]
	ends 0 copy R quay --to b
	sed -i 's/^Interval: .*/&\nMin-Copies: 2/' R/register.txt
	ends 4 record-event R quay --event destruction --location a \
		--by 'Records Office' --authority 'schedule 12' --method shredded
	said below-minimum
	ends 0 record-event R quay --event destruction --location a \
		--by 'Records Office' --authority 'schedule 12' --method shredded \
		--force 'the vault is given up'
	[ "$(logged Forced)" = 'the vault is given up' ]
	ends 4 record-event R quay --event destruction --location a \
		--by 'Records Office' --authority 'schedule 12' --method shredded
	said ended-twice
	ends 4 record-event R quay --event observation --location a --by Clerk
	said post-terminal-activity
}

case_a_transfer_an_observation_and_a_loss_are_written_down() {
	register a
	good_bag quay
	ends 0 ingest R quay --to a
	ends 0 record-event R quay --event transfer --by 'Harbour Archive' \
		--from 'Harbour Archive' --to 'City Archive' --evidence 'receipt 7' \
		--grade G3
	ends 0 record-event R quay --event observation --location a --by Clerk \
		--date 2099-01-01 --force 'the clock is wrong'
	ends 0 record-event R quay --event loss --location a --by Clerk
	[ "$(logged Event | tr '\n' ,)" = ingestion,transfer,observation,loss, ]
	ends 2 record-event R quay --event destrution --by Clerk
	said 'did you mean destruction'
	ends 2 record-event R quay --event loss
}

. "$here/cases-keys.sh"
. "$here/cases-told.sh"

# --- The catalogue. ---

case_the_catalogue_is_only_an_index() {
	register a b
	good_bag quay
	good_bag pier
	ends 0 ingest R quay pier --to a
	ends 0 copy R quay --to b
	ends 0 catalogue show R
	cp ../out before
	# Of two archives that are alike, one goes on with its catalogue.
	mkdir D
	cp -a R L-a L-b D
	(cd D && sed -i "s|^URL: .*/L-|URL: $PWD/L-|" R/register.txt)
	rm -f D/R/catalogue.db*
	export SOURCE_DATE_EPOCH=1900000000
	for archive in . D; do
		ends 0 record-event $archive/R pier --event observation --by Clerk
		ends 0 copy $archive/R pier --to b
		ends 0 catalogue show $archive/R
		cp ../out $archive/shown
	done
	cmp R/log/entries.txt D/R/log/entries.txt
	cmp shown D/shown
	! cmp -s before shown || fail 'the catalogue does not follow the log'
	ends 0 catalogue rebuild R
	ends 0 catalogue show R
	cmp ../out shown
}

# --- Several at once, and dead ones. ---

case_many_at_once_lose_no_entry() {
	register a b
	for i in 1 2 3 4 5 6 7 8; do
		good_bag "bag$i"
	done
	good_bag first
	ends 0 ingest R first --to a
	pids=
	for i in 1 2 3 4 5 6 7 8; do
		"$program" ingest R "bag$i" --to a >"../out$i" 2>&1 &
		pids="$pids $!"
	done
	"$program" copy R first --to b >../outc 2>&1 &
	pids="$pids $!"
	"$program" log verify R >../outv 2>&1 &
	pids="$pids $!"
	for pid in $pids; do
		wait "$pid" || fail "one failed: $(cat ../out*)"
	done
	[ "$(entries)" = 10 ]
	ends 0 log verify R
	for i in 1 2 3 4 5 6 7 8; do
		diff -r "bag$i" "L-a/bag$i"
	done
	clear_of_staging L-a
}

case_one_name_from_two_sides_at_once_is_admitted_once() {
	register a
	mkdir x y
	good_bag x/quay
	good_bag y/quay
	echo 'Contact-Name: Y' >>y/quay/bag-info.txt
	again y/quay
	"$program" ingest R x/quay --to a >../outx 2>&1 &
	one=$!
	"$program" ingest R y/quay --to a >../outy 2>&1 &
	two=$!
	good=0
	wait "$one" && good=$((good + 1))
	wait "$two" && good=$((good + 1))
	[ "$good" = 1 ] || fail "$good were admitted: $(cat ../outx ../outy)"
	ends 0 log verify R
	[ "$(logged Event | sort | tr '\n' ,)" = ingestion,quarantine, ]
}

# shellcheck disable=SC2046 # words
[ $# -gt 0 ] || set -- $(sed -n 's/^case_\([a-z_0-9]*\)() {$/\1/p' \
	"$here/run.sh" "$here"/cases-*.sh)
run_cases custody "$here/run.sh" "$@"
