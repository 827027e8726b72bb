#!/bin/sh
# A year of an archive: three locations, an audit each week, and all that befalls
# it.  Each event is found by the run that must find it, with the status and the
# findings that belong to it, and of every other run nothing is heard.
#
#   tests/year/run.sh BUILDDIR [CASE]...
#
# HOLDFAST_YEAR_PACKAGES says how many packages there are; 200 is the whole.  The
# year is 2024, and its time is told to the program by SOURCE_DATE_EPOCH.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P) || exit 2
shift
program=$build/holdfast
export LC_ALL=C TZ=UTC
umask 022
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-year.XXXXXX") || exit 2
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
. "$top/tests/words.sh"
. "$top/tests/told.sh"
. "$top/tests/cli/bag.sh"

packages=${HOLDFAST_YEAR_PACKAGES:-12}
day=86400 interval=91
locations='vault hill city'

# --- The archive. ---

# So many days later.
pass_days() {
	SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + $1 * day))
	export SOURCE_DATE_EPOCH
}

# The packages' names: p001, p002, ...
names() {
	seq -f 'p%03g' "$packages"
}

make_bags() {
	mkdir bags
	for name in $(names); do
		begin_bag "bags/$name"
		echo "$name: THE MARK" >"bags/$name/data/letter.txt"
		echo "$name, beside it" >"bags/$name/data/note.txt"
		end_bag "bags/$name"
	done
}

# hill keeps tars, as a shelf of tapes does.
found_archive() {
	SOURCE_DATE_EPOCH=1704067200
	export SOURCE_DATE_EPOCH
	ends 0 init R --organisation 'Harbour Archive' --origin archive.example/harbour
	sed -i -e "s/^Interval: .*/Interval: ${interval}d/" \
		-e 's/^# Min-Copies: 3/Min-Copies: 2/' R/register.txt
	for id in $locations; do
		mkdir "$id"
		form=bag
		[ "$id" != hill ] || form=tar
		ends 0 location add R "$id" --url "../$id" --site "$id" \
			--threat-zone "$id" --medium disk --form "$form"
	done
	ends 0 key new R
	make_bags
	# shellcheck disable=SC2046 # words
	ends 0 ingest R $(names | sed 's|^|bags/|') --to vault
	for id in hill city; do
		# shellcheck disable=SC2046 # words
		ends 0 copy R $(names) --to "$id"
	done
}

# --- What is heard of it. ---

# An audit ends with this status, and these are its findings, each as often as it
# is told, in any order: audit_finds STATUS [FINDING]...
audit_finds() {
	status_due=$1
	shift
	ends "$status_due" audit R --format json
	printf '%s\n' "$@" | sort >../wanted
	findings_in ../out | sort >../found
	[ $# -gt 0 ] || : >../wanted
	cmp -s ../wanted ../found ||
		fail "on $(today): must find '$*', finds: $(sort ../found | uniq -c)"
}

today() {
	date -u -d "@$SOURCE_DATE_EPOCH" +%F
}

# An audit of which nothing is heard, as cron would run it.
quiet() {
	ends 0 audit R
	[ ! -s ../out ] || fail "on $(today): says $(cat ../out)"
	[ ! -s ../err ] || fail "on $(today): complains $(cat ../err)"
}

# So many weeks, each with such an audit.
quiet_weeks() {
	for _ in $(seq "$1"); do
		pass_days 7
		quiet
	done
}

# Weeks pass in silence until the audit has another status; that is this one,
# with these findings, and no copy's interval is over by then.
heard_in_time() {
	waited=0 status_due=$1
	shift
	while :; do
		pass_days 7
		waited=$((waited + 7))
		[ $waited -le $interval ] || fail "on $(today): not found: $*"
		status=0
		"$program" audit R --format json >../out 2>../err || status=$?
		findings_in ../out | sort >../found
		[ $status != 0 ] || [ -s ../found ] || continue
		break
	done
	[ "$status $(tr '\n' ' ' <../found)" = "$status_due $* " ] ||
		fail "on $(today): must end $status_due with '$*', ends $status: $(cat ../out)"
}

# How many readings the log has.
readings() {
	grep -c '^Event: fixity check$' R/log/entries.txt
}

# --- What befalls it. ---

bit_rot() {
	printf K | dd of=vault/p007/data/letter.txt conv=notrunc bs=1 seek=3 2>/dev/null
	heard_in_time 1 payload-changed
	grep -q '"package":"p007"' ../out
	# Until it is repaired it is read, and told, each time.
	pass_days 7
	audit_finds 1 payload-changed
	ends 0 repair R p007
	quiet_weeks 1
	cmp vault/p007/data/letter.txt bags/p007/data/letter.txt
}

unmounted_disk() {
	mv city away
	mkdir city
	pass_days 7
	audit_finds 3 unreachable
	rmdir city
	mv away city
	quiet_weeks 1
}

# How many copies the next run is to read.
due() {
	ends 0 audit R --plan
	sed -n 's/^all: .*due \([0-9]*\).*/\1/p' ../out
}

killed_audit() {
	while :; do
		pass_days 7
		[ "$(due)" -lt 3 ] || break
		quiet
	done
	before=$(readings)
	"$program" audit R --jobs 1 --limit-rate 4K >../out 2>&1 &
	run=$!
	tries=0
	while [ "$(readings)" -lt $((before + 2)) ]; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] || fail 'it does not come to the second copy'
		sleep 0.05
	done
	kill -KILL $run
	wait $run || :
	# Ended within an entry, the log says so, and is mended.
	if ! "$program" log verify R >../out 2>&1; then
		grep -q -e 'log-torn-tail' -e 'log-tail-unsigned' ../out ||
			fail "$(cat ../out)"
		ends 0 log mend --accept R
	fi
	left=$(due)
	[ "$left" -gt 0 ] || fail 'it was through before it was killed'
	before=$(readings)
	quiet
	[ $(($(readings) - before)) = "$left" ] || fail 'something was not read'
}

lost_disk() {
	rm -rf city/p*
	pass_days 7
	# shellcheck disable=SC2046 # words
	audit_finds 1 $(yes missing | head -n "$packages")
	ends 0 repair R --all
	quiet_weeks 1
}

# A valid bag, and not the one that was taken in.
substituted_bag() {
	echo 'what another wrote' >vault/p003/data/letter.txt
	(cd vault/p003 && rm manifest-* tagmanifest-*)
	end_bag vault/p003
	ends 0 verify vault/p003
	heard_in_time 1 bag-substituted
	ends 0 repair R p003
	cmp vault/p003/data/letter.txt bags/p003/data/letter.txt
	quiet_weeks 1
}

destroyed_with_authority() {
	ends 0 record-event R p005 --event destruction --location city \
		--by 'Records Office' --authority 'schedule 12' --method shredded
	# It is written down, and was not done.
	pass_days 7
	audit_finds 4 resurrected-copy
	rm -r city/p005
	quiet_weeks 2
	# What has no authority is a loss.
	mv city/p006 p006
	pass_days 7
	audit_finds 1 missing
	mv p006 city/p006
	quiet_weeks 1
}

truncated_log() {
	rm -rf backup
	cp -a R/log backup
	awk -v RS= -v ORS='\n\n' -v last="$(grep -c '^Event: ' R/log/entries.txt)" \
		'NR < last - 1' R/log/entries.txt >shorter
	cat shorter >R/log/entries.txt
	pass_days 7
	audit_finds 6 log-truncated
	cmp shorter R/log/entries.txt || fail 'something was written to it'
	rm -r R/log
	cp -a backup R/log
	quiet
}

# What was read in a future that has not come is told, of each copy there is.
clock_set_back() {
	pass_days -200
	# shellcheck disable=SC2046 # words
	audit_finds 4 $(yes time-impossible | head -n $((3 * packages - 1)))
	pass_days 200
	quiet_weeks 1
}

nobody_looked() {
	pass_days 28
	audit_finds 5 audit-not-run
	quiet_weeks 1
}

# All is as it came in, but for what was destroyed, and the log says so too.
all_is_there() {
	for name in $(names); do
		diff -r "bags/$name" "vault/$name"
		[ "$name" = p005 ] || diff -r "bags/$name" "city/$name"
		ends 0 verify -q "hill/$name.tar"
	done
	[ "$(grep -c '^Event: recovery$' R/log/entries.txt)" = $((packages + 2)) ] ||
		fail 'another number of copies was repaired than was bad'
	ends 0 log verify R
	said VERIFIED
}

case_all_that_befalls_an_archive_in_a_year_is_found_and_nothing_else() {
	[ "$packages" -ge 10 ] || fail 'it takes ten packages at least'
	found_archive
	quiet
	# What is usual is not known before there were two; a night is assumed.
	pass_days 7
	audit_finds 5 audit-not-run
	quiet_weeks 4
	bit_rot
	unmounted_disk
	killed_audit
	lost_disk
	substituted_bag
	destroyed_with_authority
	truncated_log
	clock_set_back
	nobody_looked
	while [ "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y)" = 2024 ]; do
		quiet_weeks 1
	done
	all_is_there
}

run_cases year "$here/run.sh" "$@"
