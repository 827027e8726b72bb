#!/bin/sh
# How a register stands: the page, and what monitors read, agree; and which of the
# NDSA Levels it reaches.
#
#   tests/status/run.sh BUILDDIR [CASE]...
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P) || exit 2
shift
program=$build/holdfast
export LC_ALL=C TZ=UTC
umask 022
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-status.XXXXXX") || exit 2
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


two() {
	register vault shelf
	good_bag quay
	ends 0 ingest R quay --to vault
	ends 0 copy R quay --to shelf
}

# That the log says it failed.
failed() {
	printf 'hellO\n' >L-shelf/quay/data/hello.txt
	ends 1 copy R quay --to vault --from shelf || true
}

case_an_empty_register_is_well() {
	register
	ends 0 status R
	said 'VERIFIED, 0 entries'
	said '0 packages, 0 copies'
	ends 0 status R --format nagios
	said 'HOLDFAST OK - '
	ends 0 status R --quiet
	empty_file ../out
}

empty_file() {
	[ ! -s "$1" ]
}

case_the_page_says_what_is_held_and_where() {
	two
	ends 0 status R
	said 'Harbour Archive, archive.example/harbour'
	said '1 package, 2 copies'
	said '2 verified, 0 late, 0 never-verified, 0 failed'
	said 'vault: reachable, 1 copy'
	said 'policy      MET'
	# Nobody has audited yet, and nothing has waited for it.
	said 'last audit  none'
	said_not audit-not-run
}

case_a_copy_that_failed_is_status_1_and_critical() {
	two
	failed
	ends 1 status R
	said '1 failed'
	ends 2 status R --format nagios
	said 'HOLDFAST CRITICAL - 1 failed'
	said 'failed=1;;0'
	[ "$(wc -l <../out)" = 1 ]
	ends 1 status R --format prometheus
	said 'holdfast_copies{register="archive.example/harbour",location="shelf",state="failed"} 1'
}

case_a_location_that_is_not_there_is_unknown_and_not_lost() {
	two
	mv L-shelf/.holdfast-location ../marker
	ends 3 status R
	said 'shelf: UNREACHABLE'
	said '2 verified'
	ends 3 status R --format nagios
	said 'HOLDFAST UNKNOWN - shelf unreachable'
	ends 3 status R --format prometheus
	said 'holdfast_location_reachable{register="archive.example/harbour",location="shelf"} 0'
}

case_a_policy_that_is_not_met_is_status_4_and_a_warning() {
	two
	sed -i 's/^Interval: .*/&\nMin-Copies: 3/' R/register.txt
	ends 4 status R
	said 'NOT MET by 1 package, such as quay'
	ends 1 status R --format nagios
	said 'HOLDFAST WARNING - 1 not kept as the policy asks'
}

case_a_log_that_does_not_verify_beats_all() {
	two
	sed -i '0,/Outcome: pass/s//Outcome: fail/' R/log/entries.txt
	ends 6 status R
	said 'NOT VERIFIED'
	said log-tampered
	ends 2 status R --format nagios
	said 'HOLDFAST CRITICAL - register or log does not verify: log-tampered'
	ends 6 status R --format prometheus
	said 'holdfast_log_verified{register=""} 0'
	said_not holdfast_copies
}

case_no_register_is_unknown_to_a_monitor() {
	ends 3 status nowhere --format nagios
	said 'HOLDFAST UNKNOWN - '
	ends 2 status nowhere --format yaml
	said 'text, json, nagios or prometheus'
}

# Status 2 would be CRITICAL: that a copy failed.
case_what_a_monitor_is_told_of_a_mistaken_command_is_unknown() {
	two
	ends 3 status --no-such R --format=nagios
	said 'HOLDFAST UNKNOWN - '
	ends 3 status --format nagios
	said 'HOLDFAST UNKNOWN - '
	ends 3 status R --format nagios --max-bytes x
	said 'HOLDFAST UNKNOWN - '
	ends 2 status --no-such R
	said_not HOLDFAST
	ends 0 status --format nagios --help
}

case_what_prometheus_reads_is_well_formed() {
	two
	ends 0 status R --format prometheus
	# Each metric has its help and its type, once, and above its samples.
	awk '
		/^# HELP / { help[$3]++; next }
		/^# TYPE / { if (!help[$3] || $4 != "gauge") exit 1; type[$3]++; next }
		/^holdfast_[a-z_]*\{[^}]*\} [0-9]+$/ {
			split($0, part, "{")
			if (type[part[1]] != 1) exit 1
			n++
			next
		}
		{ exit 1 }
		END { if (n < 20) exit 1 }' ../out
}

case_json_says_the_same() {
	needs jq
	two
	failed
	ends 1 status R --format json
	[ "$(jq -r 'select(.type == "overview") | .failed' ../out)" = 1 ]
	[ "$(jq -r 'select(.type == "overview") | .copies' ../out)" = 2 ]
	[ "$(jq -r 'select(.type == "overview") | .verified' ../out)" = 1 ]
	[ "$(jq -r 'select(.type == "overview") | .log_verified' ../out)" = true ]
	[ "$(jq -r 'select(.location == "shelf") | .failed' ../out)" = 1 ]
	[ "$(jq -r 'select(.location == "vault") | .failed' ../out)" = 0 ]
}

case_what_a_budget_is_short_of_is_said() {
	two
	ends 0 status R --max-bytes 1
	said 'short  '
	ends 0 status R
	said_not 'short  '
	ends 0 status R --max-bytes 500M
	said_not 'short  '
	ends 2 status R --max-bytes x
}

# That needs a reading, which is the audit's work: here only the log speaks.
case_no_package_is_read() {
	two
	mv L-vault/quay ../vault
	mv L-shelf/quay ../shelf
	ends 0 status R
	said '2 verified'
}

# --- The levels. ---

# The decision on a part.
decision() {
	sed -n "s/^    \\([A-Z ]*\\): $1: .*/\\1/p" ../out
}

case_the_levels_are_decided_by_the_log() {
	two
	ends 0 levels R
	[ "$(decision storage-1-copies)" = MET ]
	[ "$(decision storage-2-copies)" = 'NOT MET' ]
	said '2, 3 are needed (quay)'
	[ "$(decision storage-1-media)" = MET ]
	[ "$(decision integrity-1-given)" = MET ]
	[ "$(decision integrity-3-interval)" = 'NOT MET' ]
	[ "$(decision integrity-1-malware)" = 'NOT DECIDABLE' ]
	[ "$(decision metadata-1-inventory)" = MET ]
	# The entries that prove it: the ingestion, and the replication.
	sed -n '/storage-1-copies/,/entries/p' ../out | grep -q 'entries 0, 1$'
	sed -n '/integrity-1-given/,/entries/p' ../out | grep -q 'entries 0$'
}

case_what_is_declared_counts_only_where_no_fact_speaks_against_it() {
	two
	sed -i 's/^Register: 1/&\nDeclared: integrity-1-malware Every accession is scanned.\nDeclared: storage-2-copies We have three, honestly./' R/register.txt
	ends 0 levels R
	[ "$(decision integrity-1-malware)" = DECLARED ]
	said 'Every accession is scanned.'
	[ "$(decision storage-2-copies)" = 'NOT MET' ]
}

case_a_declaration_of_what_is_not_there_is_told_with_its_line() {
	two
	sed -i '1i # one\n# two' R/register.txt
	sed -i 's/^Register: 1/&\nDeclared: integrity-1-malwear We scan./' R/register.txt
	ends 3 levels R
	said "register.txt:$(grep -n ^Declared R/register.txt | cut -d : -f 1)"
	said 'integrity-1-malware?'
	said register-value-malformed
	sed -i 's/^Declared: .*/Declared: integrity-1-malware/' R/register.txt
	ends 3 location list R
	said register-value-malformed
}

case_damage_and_strangers_refute_what_they_bear_on() {
	two
	failed
	ends 0 levels R
	[ "$(decision integrity-4-repair)" = 'NOT MET' ]
	[ "$(decision storage-1-copies)" = 'NOT MET' ]
	ends 0 repair R --all
	ends 0 levels R
	[ "$(decision integrity-4-repair)" = MET ]
	[ "$(decision storage-1-copies)" = MET ]
	mkdir L-vault/stranger
	ends 0 levels R
	[ "$(decision metadata-1-inventory)" = 'NOT MET' ]
	rmdir L-vault/stranger
	mv L-vault/.holdfast-location ../marker
	ends 0 levels R
	[ "$(decision metadata-1-inventory)" = 'NOT DECIDABLE' ]
}

case_the_levels_as_json_are_the_same() {
	needs jq
	two
	ends 0 levels R --format json
	[ "$(jq -r 'select(.part == "storage-1-copies") | .decision' ../out)" = met ]
	[ "$(jq -r 'select(.part == "storage-1-copies") | .entries | join(",")' ../out)" = 0,1 ]
	[ "$(jq -r 'select(.type == "level-area") | .area' ../out | wc -l)" = 5 ]
}

case_of_a_log_that_does_not_verify_no_level_is_told() {
	two
	sed -i '0,/Outcome: pass/s//Outcome: fail/' R/log/entries.txt
	ends 6 levels R
	said log-tampered
	said_not 'MET'
}

run_cases status "$0" "$@"
