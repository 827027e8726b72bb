#!/bin/sh
# Put results into a document, between its two markers, and draw the chart.
#
#   tests/bench/publish.sh REPORT RESULTS DOCUMENT CHART
#
# REPORT is the program of that name.  The document keeps all else.  The chart
# lies beside the document.
set -eu

report=$1 results=$2 document=$3 chart=$4
targets=$(dirname -- "$0")/targets.txt
new=$(mktemp "${TMPDIR:-/tmp}/holdfast-publish.XXXXXX")
trap 'rm -f "$new" "$new.table" "$new.chart"' EXIT

{
	echo "![Speed, as a share of what the machine can do]($(basename -- "$chart"))"
	echo
	"$report" markdown "$targets" "$results"
} >"$new.table"
"$report" chart "$targets" "$results" >"$new.chart"
awk -v table="$new.table" '
	/^<!-- end of results -->$/ { inside = 0; ends++ }
	!inside
	/^<!-- results -->$/ {
		inside = 1
		begins++
		print ""
		while ((getline line <table) > 0)
			print line
		print ""
	}
	END { exit !(begins == 1 && ends == 1 && !inside) }' "$document" >"$new" || {
	echo "publish: $document has no place for results between '<!-- results -->' and '<!-- end of results -->'" >&2
	exit 1
}
cat "$new" >"$document"
cat "$new.chart" >"$chart"
echo "written: $document, $chart"
