#!/bin/sh
# A registered package is told of by its record, the log, and what lies at the
# locations; and each way in which these can disagree has its status.
#
#   tests/kept/run.sh BUILDDIR [CASE]...
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P) || exit 2
shift
program=$build/holdfast
export LC_ALL=C TZ=UTC
umask 022
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-kept.XXXXXX") || exit 2
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
. "$top/tests/words.sh"
. "$top/tests/cli/bag.sh"

sample=$top/packages/memorandum-1961-01-18

# The sample, with its record, as the package memo at a and b.
kept() {
	ends 0 init R --organisation 'Harbour Archive' --origin archive.example/harbour
	for id in a b; do
		mkdir "L-$id"
		ends 0 location add R "$id" --url "../L-$id" --site "site-$id" \
			--threat-zone "zone-$id" --medium disk
	done
	cp -R "$sample" memo
	ends 0 ingest R memo --to a
	ends 0 copy R memo --to b
}

# Ask more in the policy.
asks() {
	sed "s/^Interval: 90d\$/&\\
$1/" R/register.txt >R/new
	mv R/new R/register.txt
}

case_record_and_log_are_told_together() {
	kept
	ends 0 chain check memo --register R
	said 'Population: COMPLETE-AS-DECLARED'
	said 'Lineage: COMPLETE-AS-DECLARED'
	said 'Kept copies of memo:'
	grep -Eq '^  a  VERIFIED +since [0-9-]{10}, last read [0-9-]{10}, root [0-9a-f]{12}$' ../out
	grep -Eq '^  b  VERIFIED ' ../out
	said checkpoint-unsigned
	ends 0 chain check memo --register R --quiet
	[ ! -s ../out ]
}

case_the_same_as_json() {
	needs jq
	kept
	ends 0 chain check memo --register R --format=json
	[ "$(jq -r 'select(.type == "kept") | .location + " " + .state' ../out |
		tr '\n' ,)" = 'a VERIFIED,b VERIFIED,' ]
	[ "$(jq -r 'select(.type == "kept") | .found == .root' ../out | uniq)" = true ]
	[ "$(jq -r 'select(.type == "package") | .package' ../out)" = memo ]
	[ "$(jq -r 'select(.type == "chain") | .lineage' ../out)" = COMPLETE-AS-DECLARED ]
}

case_what_is_missing_is_a_fault_of_the_copies() {
	kept
	rm -r L-b/memo
	ends 1 chain check memo --register R
	said missing
	grep -q '^  b  MISSING ' ../out
	ends 1 location check R
	said 'memo at b: error:'
}

case_an_empty_mount_point_is_no_loss() {
	kept
	rm -r L-b
	mkdir L-b
	ends 3 chain check memo --register R
	said unreachable
	said_not '[missing]'
	grep -q '^  b  UNREACHABLE ' ../out
	ends 3 location check R
	said_not '[missing]'
}

case_where_nothing_can_be_reached_no_record_is_read() {
	kept
	rm L-a/.holdfast-location L-b/.holdfast-location
	ends 3 chain check memo --register R
	said 'its record was not read'
	said_not 'Population:'
}

case_a_valid_bag_that_is_another_is_found() {
	kept
	rm -r L-b/memo
	good_bag L-b/memo
	ends 0 verify L-b/memo
	ends 1 chain check memo --register R
	said bag-substituted
	grep -Eq '^  b  CORRUPT .*, found [0-9a-f]{12}$' ../out
}

case_an_older_version_is_found() {
	kept
	cp -R L-a/memo old
	ends 0 update memo --info 'Contact-Name=Harbour Archive'
	ends 0 ingest R memo --to a --new-version
	ends 4 chain check memo --register R
	said replica-mismatch
	rm -r L-a/memo
	cp -R old L-a/memo
	ends 1 chain check memo --register R
	said bag-rolled-back
	ends 1 chain check ./old/ --register R
	ends 1 location check R a
	said bag-rolled-back
}

case_what_the_log_does_not_know_is_found() {
	kept
	mkdir L-c
	ends 0 location add R c --url ../L-c --site c --threat-zone c --medium disk
	cp -R L-a/memo L-c/memo
	ends 0 location check R
	said unregistered-copy
	good_bag L-c/stranger
	ends 1 location check R c
	said 'stranger at c'
	said bag-not-in-log
	ends 0 location check R a b
}

case_a_policy_that_is_not_met_is_told_with_its_cell() {
	kept
	asks 'Min-Sites: 3'
	ends 4 chain check memo --register R
	said 'Min-Sites: 3 asked, 2 kept: site-a, site-b'
	said 'Population: INCOMPLETE'
}

case_what_is_overdue_is_told_by_how_much() {
	SOURCE_DATE_EPOCH=1700000000
	export SOURCE_DATE_EPOCH
	kept
	ends 5 chain check memo --register R
	said 'it is to be read every 90 days, and is overdue by'
	grep -q '^  a  STALE ' ../out
}

case_of_a_log_that_was_changed_nothing_is_believed() {
	kept
	sed 's/^Location: a$/Location: b/' R/log/entries.txt >R/new
	mv R/new R/log/entries.txt
	ends 6 chain check memo --register R
	said log-tampered
	said_not 'Kept copies'
	ends 6 location check R
}

case_a_bag_in_hand_is_held_against_the_log() {
	kept
	ends 0 chain check ./memo --register R
	said 'the version that the log has as the newest'
	( cd memo && ends 0 chain check . --register ../R &&
		said 'the version that the log has as the newest' )
	cp -R memo minutes
	ends 1 chain check ./minutes --register R
	said bag-not-in-log
	said 'the log has never heard of minutes'
	ends 0 pack memo -o received.tar.gz
	ends 0 chain check received.tar.gz --register R
	said 'Kept copies of memo:'
}

case_what_cannot_be_asked_is_refused() {
	kept
	ends 2 chain check nothing --register R
	ends 2 chain show memo --register R
	ends 2 location check R nowhere
	ends 3 chain check memo --register nowhere
}

run_cases kept "$here/run.sh" "$@"
