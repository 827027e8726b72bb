#!/bin/sh
# The audit that cron runs: what it finds, what it costs, where it goes on, and
# what becomes of it when it is ended.
#
#   tests/audit/run.sh BUILDDIR [CASE]...
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P) || exit 2
shift
program=$build/holdfast
export LC_ALL=C TZ=UTC
unset SOURCE_DATE_EPOCH
umask 022
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-audit.XXXXXX") || exit 2
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
. "$top/tests/shares.sh"
. "$top/tests/words.sh"
. "$top/tests/cli/bag.sh"

# --- What the cases begin with. ---

# A register R with locations, where every copy is due in every run.
register() {
	ends 0 init R --organisation 'Harbour Archive' --origin archive.example/harbour
	sed -i 's/^Interval: .*/Interval: 1h/' R/register.txt
	for id; do
		mkdir -p "L-$id"
		ends 0 location add R "$id" --url "$PWD/L-$id" --site "site-$id" \
			--threat-zone "zone-$id" --medium disk
	done
}

# A bag with files of so many octets: sized NAME OCTETS...
sized() {
	begin_bag "$1"
	bag=$1 i=0
	shift
	for size; do
		i=$((i + 1))
		head -c "$size" /dev/urandom >"$bag/data/$i.bin"
	done
	end_bag "$bag"
}

# A register R with vault, where quay lies.
quay_at_vault() {
	register vault
	good_bag quay
	ends 0 ingest R quay --to vault
}

# Manifests of what is there now.
again() {
	(cd "$1" && rm -f tagmanifest-* manifest-sha512.txt)
	end_bag "$1"
}

# The audit says nothing at all, and finds nothing.
quiet() {
	ends 0 audit R "$@"
	[ ! -s ../out ] || fail "says $(cat ../out)"
	[ ! -s ../err ] || fail "says on standard error $(cat ../err)"
}

# The values of a label in the log, in order.
logged() {
	sed -n "s/^$1: //p" R/log/entries.txt
}

# The last entry's value of a label: last LABEL
last() {
	awk -v RS= 'END { print }' R/log/entries.txt | sed -n "s/^$1: //p"
}

# How many copies and octets the last run read.
read_now() {
	[ "$(last Event)" = audit ] || fail "the last entry is no audit"
	last Bytes
}

# What is in a folder, with all that a reading could change.
listing() {
	find "$1" -printf '%p %y %m %n %i %s %T@ %C@ %l\n' | sort
}

# --- All is well. ---

case_it_is_silent_when_all_is_well_and_the_log_says_what_was_read() {
	quay_at_vault
	listing L-vault >before
	quiet
	listing L-vault | cmp - before
	[ "$(logged Event | tr '\n' ,)" = 'ingestion,fixity check,audit,' ]
	[ "$(logged Outcome | tr '\n' ,)" = pass,pass,pass, ]
	[ "$(last Files)" = 1 ]
	ends 0 log verify R
}

case_a_run_that_finds_nothing_due_is_logged_too() {
	quay_at_vault
	sed -i 's/^Interval: .*/Interval: 90d/' R/register.txt
	quiet
	[ "$(last Event)" = audit ]
	[ "$(last Files)" = 0 ]
	[ "$(last Outcome)" = pass ]
}

case_an_archive_without_copies_is_audited_in_silence() {
	register vault
	quiet
	[ "$(last Event)" = audit ]
}

case_a_copy_in_a_tar_is_read_like_any_other() {
	register vault
	mkdir L-shelf
	ends 0 location add R shelf --url "$PWD/L-shelf" --site s \
		--threat-zone z --medium tape --form tar
	begin_bag quay
	echo THE-MARK-OF-THE-FILE >quay/data/a.txt
	end_bag quay
	ends 0 ingest R quay --to shelf
	quiet
	printf X | dd of=L-shelf/quay.tar conv=notrunc bs=1 seek="$(
		grep -abo THE-MARK L-shelf/quay.tar | cut -d : -f 1)" 2>/dev/null
	ends 1 audit R
	said payload-changed
}

# --- What is wrong. ---

case_a_flipped_byte_is_found_and_logged_and_read_again_each_night() {
	quay_at_vault
	sed -i 's/^Interval: .*/Interval: 90d/' R/register.txt
	quiet
	printf 'jello\n' >L-vault/quay/data/hello.txt
	sed -i 's/^Interval: .*/Interval: 1h/' R/register.txt
	ends 1 audit R
	[ "$(wc -l <../out)" = 1 ] || fail "not one line: $(cat ../out)"
	said 'data/hello.txt: quay at vault: error'
	said payload-changed
	[ "$(logged Outcome | tail -n 2 | tr '\n' ,)" = fail,fail, ]
	[ "$(logged Findings)" = payload-changed ]
	# Its interval is long now, and it is read all the same.
	sed -i 's/^Interval: .*/Interval: 90d/' R/register.txt
	ends 1 audit R
	said payload-changed
	printf 'hello\n' >L-vault/quay/data/hello.txt
	quiet
	[ "$(last Files)" = 1 ]
	quiet
	[ "$(last Files)" = 0 ]
}

case_a_flipped_byte_of_a_tag_file_is_damage_and_no_other_bag() {
	quay_at_vault
	sed -i 's/2026-01-02/2026-01-03/' L-vault/quay/bag-info.txt
	ends 1 audit R
	said tag-file-changed
	said_not bag-substituted
}

case_a_removed_file_is_found() {
	quay_at_vault
	rm L-vault/quay/data/letters/a.txt
	ends 1 audit R
	said payload-missing
	[ "$(logged Findings)" = 'payload-oxum-mismatch, payload-missing' ] ||
		logged Findings | grep -q payload-missing
}

case_a_missing_package_is_told_once() {
	quay_at_vault
	rm -r L-vault/quay
	ends 1 audit R
	[ "$(wc -l <../out)" = 1 ] || fail "not one line: $(cat ../out)"
	said 'quay at vault: error'
	said '[missing]'
	[ "$(logged Findings)" = missing ]
}

case_what_is_not_due_and_gone_is_missed_all_the_same() {
	quay_at_vault
	sed -i 's/^Interval: .*/Interval: 90d/' R/register.txt
	rm -r L-vault/quay
	ends 1 audit R
	said '[missing]'
}

case_a_location_that_is_not_mounted_is_no_loss() {
	register vault
	good_bag quay
	good_bag pier
	ends 0 ingest R quay pier --to vault
	mv L-vault away
	mkdir L-vault
	ends 3 audit R
	[ "$(wc -l <../out)" = 1 ] || fail "not one line: $(cat ../out)"
	said unreachable
	said_not '[missing]'
	[ "$(last Outcome)" = undetermined ]
	[ "$(logged Event | grep -c 'fixity check')" = 0 ]
	rmdir L-vault
	mv away L-vault
	quiet
	[ "$(last Files)" = 2 ]
}

case_another_bag_of_that_name_is_found_though_it_is_valid() {
	quay_at_vault
	printf 'other\n' >L-vault/quay/data/hello.txt
	again L-vault/quay
	ends 0 verify L-vault/quay
	ends 1 audit R
	said bag-substituted
	[ "$(logged Findings)" = bag-substituted ]
}

case_an_older_version_in_the_place_of_the_newer_is_found() {
	quay_at_vault
	cp -a L-vault/quay old
	echo 'Contact-Name: Harbour' >>quay/bag-info.txt
	again quay
	ends 0 ingest R quay --to vault --new-version
	quiet
	rm -r L-vault/quay
	mv old L-vault/quay
	ends 1 audit R
	said bag-rolled-back
}

case_what_the_log_does_not_know_is_found() {
	quay_at_vault
	good_bag L-vault/stranger
	ends 1 audit R
	said bag-not-in-log
	said_not 'quay at vault'
}

case_a_file_that_cannot_be_read_is_no_damage() {
	quay_at_vault
	chmod 0 L-vault/quay/data/hello.txt
	unprivileged ends 3 audit R
	said unreadable
	[ "$(last Outcome)" = undetermined ]
}

case_a_log_that_was_tampered_with_ends_it_before_anything_is_read() {
	quay_at_vault
	printf 'jello\n' >L-vault/quay/data/hello.txt
	sed -i '0,/^Files: 6/s//Files: 7/' R/log/entries.txt
	cp R/log/entries.txt before
	ends 6 audit R
	said log-tampered
	said_not payload-changed
	cmp R/log/entries.txt before
}

# --- In time? ---

case_a_copy_that_was_not_read_in_time_is_overdue() {
	register vault
	good_bag quay
	sed -i 's/^Interval: .*/Interval: 30d/' R/register.txt
	SOURCE_DATE_EPOCH=1700000000 "$program" ingest R quay --to vault >/dev/null
	export SOURCE_DATE_EPOCH=1700086400
	quiet
	# Forty days later, with a budget that is too small for all of it.
	export SOURCE_DATE_EPOCH=1703542400
	good_bag pier
	ends 0 ingest R pier --to vault
	mv L-vault/quay away
	mv L-vault/.holdfast-location marker
	ends 3 audit R
	said '[stale]'
	said audit-not-run
	mv marker L-vault/.holdfast-location
	mv away L-vault/quay
	# What is read now is late no longer, and nothing else is.
	export SOURCE_DATE_EPOCH=1703546000
	quiet
}

case_a_budget_that_does_not_suffice_leaves_something_overdue() {
	register vault
	sized large 300000 300000
	sized small 1000
	sed -i 's/^Interval: .*/Interval: 1d/' R/register.txt
	export SOURCE_DATE_EPOCH=1700000000
	ends 0 ingest R large small --to vault
	export SOURCE_DATE_EPOCH=1700090000
	ends 5 audit R --max-bytes 1K
	said '[stale]'
	said_not audit-not-run
}

case_an_audit_that_did_not_run_is_told_by_the_next() {
	quay_at_vault
	quiet
	SOURCE_DATE_EPOCH=$(($(date +%s) + 4 * 86400))
	export SOURCE_DATE_EPOCH
	sed -i 's/^Interval: .*/Interval: 90d/' R/register.txt
	ends 5 audit R
	said audit-not-run
	quiet
}

case_a_run_of_one_package_does_not_stand_for_a_whole_one() {
	quay_at_vault
	quiet
	sed -i 's/^Interval: .*/Interval: 90d/' R/register.txt
	now=$(date +%s)
	export SOURCE_DATE_EPOCH=$((now + 86400))
	quiet --package quay
	export SOURCE_DATE_EPOCH=$((now + 3 * 86400))
	ends 5 audit R
	said audit-not-run
}

# --- The policy, and what prevails. ---

case_a_policy_that_is_not_met_is_4() {
	quay_at_vault
	sed -i 's/^# Min-Copies: 3/Min-Copies: 2/' R/register.txt
	ends 4 audit R
	said policy-unmet
	[ "$(wc -l <../out)" = 1 ] || fail "not one line: $(cat ../out)"
}

case_damage_prevails_over_the_policy_and_what_cannot_be_looked_at() {
	register vault cellar
	good_bag quay
	ends 0 ingest R quay --to vault
	ends 0 copy R quay --to cellar
	sed -i 's/^# Min-Copies: 3/Min-Copies: 3/' R/register.txt
	ends 4 audit R
	# 3 beats 4.
	mv L-cellar/.holdfast-location marker
	ends 3 audit R
	said policy-unmet
	said unreachable
	# 1 beats 3.
	printf 'jello\n' >L-vault/quay/data/hello.txt
	ends 1 audit R
	said unreachable
	said payload-changed
	# 6 beats all.
	sed -i '0,/^Files: 6/s//Files: 7/' R/log/entries.txt
	ends 6 audit R
	said log-tampered
}

case_the_policy_prevails_over_lateness() {
	quay_at_vault
	sed -i -e 's/^# Min-Copies: 3/Min-Copies: 3/' \
		-e 's/^Interval: .*/Interval: 90d/' R/register.txt
	SOURCE_DATE_EPOCH=$(($(date +%s) + 4 * 86400))
	export SOURCE_DATE_EPOCH
	ends 4 audit R
	said audit-not-run
	said policy-unmet
}

case_what_cannot_be_looked_at_prevails_over_lateness() {
	quay_at_vault
	mv L-vault/.holdfast-location marker
	SOURCE_DATE_EPOCH=$(($(date +%s) + 4 * 86400))
	export SOURCE_DATE_EPOCH
	ends 3 audit R
	said audit-not-run
	said '[stale]'
}

case_damage_prevails_over_lateness() {
	quay_at_vault
	printf 'jello\n' >L-vault/quay/data/hello.txt
	SOURCE_DATE_EPOCH=$(($(date +%s) + 4 * 86400))
	export SOURCE_DATE_EPOCH
	ends 1 audit R
	said audit-not-run
	said payload-changed
}

# --- Budgets. ---

# How many payload files are behind a run that was ended.
files_behind() {
	awk '/^File: / { file = $2 }
	     /^Inode: / && file ~ /^data\// { n++ } END { print n + 0 }' \
		R/audit/three@vault
}

# Of the twelve files so many at least are behind a run that was ended, and the
# next run reads the others alone: goes_on AT-LEAST
goes_on() {
	n=$(files_behind)
	[ "$n" -ge "$1" ] || fail "$n files are behind it"
	quiet
	[ "$(last Outcome)" = pass ]
	left=$(((12 - n) * 1200000))
	# And tag files.
	[ "$(read_now)" -ge $left ]
	[ "$(read_now)" -le $((left + 20000)) ] ||
		fail "$(read_now) octets were read, where $left were left"
	[ ! -e R/audit/three@vault ]
}

case_a_budget_ends_inside_a_bag_and_the_next_run_goes_on_there() {
	register vault
	sized three 100000 100000 100000
	ends 0 ingest R three --to vault
	quiet --max-bytes 100000
	[ "$(last Outcome)" = suspended ]
	[ -e R/audit/three@vault ]
	first=$(read_now)
	[ "$first" -lt 200000 ]
	[ "$(logged Event | grep -c 'fixity check')" = 0 ]
	quiet --max-bytes 100000
	[ "$(last Outcome)" = suspended ]
	quiet --max-bytes 100000
	[ "$(last Outcome)" = pass ] || quiet --max-bytes 100000
	[ "$(last Outcome)" = pass ]
	[ ! -e R/audit/three@vault ]
	[ "$(logged Event | grep -c 'fixity check')" = 1 ]
	# Together they read what one reads that reads all at once.
	whole=$(awk -v RS= '/\nEvent: audit\n/' R/log/entries.txt |
		sed -n 's/^Bytes: //p' | awk '{ n += $1 } END { print n }')
	[ "$whole" -ge 300000 ]
	[ "$whole" -le 305000 ] || fail "$whole octets were read of 300000"
}

case_damage_behind_the_end_of_a_budget_is_found_when_it_is_reached() {
	register vault
	sized three 100000 100000 100000
	ends 0 ingest R three --to vault
	printf x | dd of=L-vault/three/data/3.bin conv=notrunc bs=1 seek=500 2>/dev/null
	quiet --max-bytes 100000
	quiet --max-bytes 100000
	ends 1 audit R --max-bytes 100000
	said 'data/3.bin'
	said payload-changed
}

case_a_file_that_was_read_and_changed_since_is_read_again() {
	register vault
	sized three 100000 100000 100000
	ends 0 ingest R three --to vault
	quiet --max-bytes 200000
	[ -e R/audit/three@vault ]
	printf x | dd of=L-vault/three/data/1.bin conv=notrunc bs=1 seek=500 2>/dev/null
	ends 1 audit R
	said 'data/1.bin'
}

case_a_bag_that_changed_in_between_begins_again() {
	register vault
	sized three 100000 100000 100000
	ends 0 ingest R three --to vault
	quiet --max-bytes 200000
	grep -c '^File: ' R/audit/three@vault >/dev/null
	echo 'Contact-Name: Harbour' >three/bag-info.txt
	again three
	ends 0 ingest R three --to vault --new-version
	quiet
	[ "$(read_now)" -ge 300000 ]
	[ ! -e R/audit/three@vault ]
}

case_what_was_begun_counts_for_one_reading_alone() {
	register vault
	sized three 100000 100000 100000
	ends 0 ingest R three --to vault
	quiet --max-bytes 100000
	cp R/audit/three@vault begun
	quiet
	[ ! -e R/audit/three@vault ] || fail "what is done with is still begun"
	# As if killed between the entry and the removal of what was begun.
	cp begun R/audit/three@vault
	quiet
	[ "$(read_now)" -ge 300000 ] || fail "what an earlier reading read was not read"
	[ ! -e R/audit/three@vault ] || fail "what is of no use stays"
}

case_what_was_begun_of_a_copy_that_is_no_longer_held_goes() {
	register vault cellar
	sized three 100000 100000 100000
	ends 0 ingest R three --to vault
	ends 0 copy R three --to cellar
	quiet --max-bytes 100000 --location cellar
	[ -e R/audit/three@cellar ] || fail "nothing was begun"
	ends 0 record-event R three --event destruction --location cellar \
		--by Clerk --authority 'schedule 4' --method shredding
	rm -r L-cellar/three
	ends 0 audit R --plan
	[ -e R/audit/three@cellar ] || fail "a plan changes something"
	quiet
	[ ! -e R/audit/three@cellar ] || fail "what is of no use stays"
}

case_a_budget_of_time_ends_it_too() {
	register vault
	# shellcheck disable=SC2046 # words
	sized three $(yes 1200000 | head -n 12)
	ends 0 ingest R three --to vault
	quiet --max-time 2s --jobs 1 --limit-rate 2M
	[ "$(last Outcome)" = suspended ]
	[ "$(read_now)" -lt 13500000 ]
	goes_on 2
}

case_only_what_is_asked_for_is_read() {
	register vault cellar
	good_bag quay
	good_bag pier
	ends 0 ingest R quay pier --to vault
	ends 0 copy R quay --to cellar
	quiet --location cellar
	[ "$(logged Location | tail -n 1)" = cellar ]
	[ "$(last Files)" = 1 ]
	quiet --package quay
	[ "$(last Files)" = 2 ]
	ends 2 audit R --location nowhere
	ends 2 audit R --package nothing
	ends 2 audit R --max-bytes many
	ends 2 audit R --max-time 3x
}

case_the_plan_says_what_is_due_and_reads_nothing() {
	quay_at_vault
	printf 'jello\n' >L-vault/quay/data/hello.txt
	cp R/log/entries.txt before
	ends 0 audit R --plan
	said 'vault: held 1'
	said 'due 1'
	said 'the budget suffices'
	said_not payload-changed
	cmp R/log/entries.txt before
	ends 0 audit R --plan --max-bytes 10
	said 'short by'
	ends 0 audit R --plan --format json
	said '"type":"forecast"'
}

case_machines_are_told_in_json() {
	quay_at_vault
	printf 'jello\n' >L-vault/quay/data/hello.txt
	ends 1 audit R --format json
	said '"type":"finding","finding":"payload-changed"'
	said '"type":"audited","package":"quay","location":"vault"'
	said '"outcome":"fail"'
	said '"status":1'
}

# --- Ends. ---

# A run in the background that takes some seconds, of twelve files, $with more
# options.
slow_run() {
	register vault
	# shellcheck disable=SC2046 # words
	sized three $(yes 1200000 | head -n 12)
	ends 0 ingest R three --to vault
	# shellcheck disable=SC2086 # words
	"$program" audit R --jobs 1 --limit-rate 2M ${with-} >said 2>told &
	run=$!
}

# Until it has the register.
wait_for_lock() {
	i=0
	while ! grep -q "Process: $run\$" R/audit.lock 2>/dev/null; do
		i=$((i + 1))
		[ $i -lt 100 ] || fail 'it does not begin'
		sleep 0.1
	done
}

# Until two of the twelve files are behind it.
wait_for_files() {
	i=0
	while [ ! -e R/audit/three@vault ] || [ "$(files_behind)" -lt 2 ]; do
		i=$((i + 1))
		[ $i -lt 300 ] || fail 'it does not come to a further file'
		sleep 0.1
	done
}

case_told_to_stop_it_ends_cleanly_and_the_next_run_goes_on() {
	slow_run
	wait_for_files
	kill -TERM $run
	status=0
	wait $run || status=$?
	[ $status = 3 ] || fail "status $status: $(cat said told)"
	[ ! -s said ]
	grep -q 'told to stop' told
	[ "$(last Event)" = audit ]
	[ "$(last Outcome)" = suspended ]
	ends 0 log verify R
	goes_on 2
}

case_killed_it_loses_only_what_was_in_hand() {
	slow_run
	wait_for_files
	kill -KILL $run
	wait $run || :
	[ "$(logged Event)" = ingestion ]
	goes_on 2
}

case_of_two_at_once_the_second_leaves_and_says_who_is_there() {
	slow_run
	wait_for_lock
	ends 3 audit R
	said "process $run, since 20"
	# A plan is made all the same.
	ends 0 audit R --plan
	kill -KILL $run
	wait $run || :
	# What a dead one left is in nobody's way.
	grep -q "Process: $run" R/audit.lock
	quiet
}

. "$here/report.sh"
. "$here/machine.sh"

cat "$here/run.sh" "$here/report.sh" "$here/machine.sh" >"$work/cases"
run_cases audit "$work/cases" "$@"
