#!/bin/sh
# Measure holdfast verify beside its peers and beside what the machine can do.
#
#   tests/bench/bench.sh BUILDDIR FOLDER
#
# In the environment:
#   SCALE=1/N	corpora of an Nth (1: four files of 512 MiB, and so on)
#   CASES="..."	cases, or corpora with all of theirs, of cases.sh; growth; register
#   BAGS=N	how many small bags are ingested, where that is measured (200)
#   ROUNDS=N	rounds that count (7)
#   REPEATS=N	how many of a case are run again where others disturb (3)
#   COLD=contents	drop files from the cache, and leave the machine's to others
#   CORPORA=drop	remove each corpus when it was measured
#
# Results: a table, and FOLDER/results.json.  Corpora stay in FOLDER for the
# next run.  It judges nothing about speed; but it ends where digests differ,
# and where a contestant takes no notice of a flipped bit.
#
# shellcheck disable=SC2034 # what the parts of it use
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: bench.sh BUILDDIR FOLDER}" && pwd -P)
mkdir -p "${2:?usage: bench.sh BUILDDIR FOLDER}"
folder=$(CDPATH='' cd -- "$2" && pwd -P)
holdfast=$build/holdfast tools=$build/bench-tools results=$folder/results
export LC_ALL=C
umask 022

scale=${SCALE:-1}
scale=${scale#1/}
rounds=${ROUNDS:-7} repeats=${REPEATS:-3} growth_rounds=${GROWTH_ROUNDS:-3}
case $scale in
'' | *[!0-9]* | 0*) echo "bench: SCALE is 1 or 1/N, not '$SCALE'" >&2; exit 2 ;;
esac
cores=$(nproc)

. "$here/cases.sh"
. "$here/bags.sh"
. "$here/contestants.sh"
. "$here/machine.sh"
. "$here/growth.sh"
. "$here/register.sh"
. "$here/audit.sh"

# measure_case NAME CORPUS ALGORITHMS CACHE [FORM]
measure_case() {
	name=$1 corpus=$2 algorithms=$3 cache=$4 form=${5-}
	make_bag "$corpus"
	place=$(bag_folder "$corpus") bag=$place/bag
	# shellcheck disable=SC2086 # words on purpose
	set -- $algorithms
	dress_bag "$place" "$@"
	octets=$(sed -n 's/^Payload-Oxum: \([0-9]*\)\..*/\1/p' "$bag/bag-info.txt")
	files=$(wc -l <"$place/lists/paths")
	about="\"case\": \"$name\", \"corpus\": \"$corpus\", \"cache\": \"$cache\",
    \"algorithms\": [\"$(echo "$*" | sed 's/ /", "/g')\"], \"octets\": $octets, \"files\": $files"
	in=$bag flipped=
	[ ! "$form" ] || about="$about, \"form\": \"$form\"" in=$place/$form
	case $form in
	'') contestants "$place" "$cache" "$@" ;;
	audit)
		make_audit "$place"
		flipped=V/bag/$(some_file "$bag")
		audit_contestants "$cache" ;;
	*)
		make_archive "$place" "$form"
		flipped=bag.$form
		archive_contestants "$form" ;;
	esac >"$folder/contestants.tsv"
	cold=
	[ "$cache" = warm ] || cold=--cold=${COLD:-all}
	# shellcheck disable=SC2086 # an option or nothing
	"$tools/measure" --rounds="$rounds" --repeats="$repeats" $cold \
		--folder="$in" --flip="${flipped:-$(some_file "$bag")}" \
		--json="$results/$name.json" --about="$about" \
		"$name: $files files, $((octets / 1048576)) MiB" \
		<"$folder/contestants.tsv"
	[ ! "$form" ] || rm -rf "${in:?}"
}

# What the limits were computed of, while a corpus is there and warm.
measure_rates() {
	[ ! -f "$results/rates" ] || return 0
	"$tools/limits" --rates "$bag/data" >"$results/rates"
}

assemble() {
	printf '{ "format": "holdfast-bench-1",\n'
	machine
	printf '  "rates": %s,\n  "cases": [\n' \
		"$(cat "$results/rates" 2>/dev/null || echo '{}')"
	comma=
	while IFS='	' read -r name _; do
		printf '%s' "$comma"
		cat "$results/$name.json"
		comma=',
'
	done <"$folder/cases.tsv"
	printf ' ]'
	[ ! -s "$results/growth.json" ] ||
		printf ',\n  "growth":\n%s' "$(cat "$results/growth.json")"
	[ ! -s "$results/register.json" ] ||
		printf ',\n  "register":\n%s' "$(cat "$results/register.json")"
	printf '\n}\n'
}

# Does it take part, though it is no case of the table?
with() {
	case " ${CASES:-growth register} " in
	*" $1 "*) return 0 ;;
	esac
	return 1
}

# shellcheck disable=SC2086 # words on purpose
choose ${CASES-} >"$folder/cases.tsv"
rm -rf "$results"
mkdir -p "$results"
absent | sed 's/^/not installed here, and left out: /'

previous=
while IFS='	' read -r name corpus algorithms cache form; do
	if [ "${CORPORA-}" = drop ] && [ "$previous" ] && [ "$previous" != "$corpus" ]; then
		rm -rf "$(bag_folder "$previous")"
	fi
	measure_case "$name" "$corpus" "$algorithms" "$cache" "$form"
	measure_rates
	previous=$corpus
done <"$folder/cases.tsv"
[ "${CORPORA-}" != drop ] || rm -rf "$folder/bags"
! with growth || growth
! with register || measure_register

assemble >"$folder/results.json"
"$tools/report" text "$here/targets.txt" "$folder/results.json"
echo "written: $folder/results.json"
