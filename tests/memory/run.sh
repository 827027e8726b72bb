#!/bin/sh
# What a file of a bag costs in memory beside its path, with two manifests that
# list it: at most so many bytes, at the peak, whatever is verified.
#
#   tests/memory/run.sh BUILDDIR
#
# The larger bag is one whose tables have just grown; between the two lies only
# what grows with the number of files.
set -u

build=$1 most=200 few=20000 many=100000
here=$(dirname "$0")
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-memory.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

# Instruments hold memory of their own for each of ours.
if nm "$build/holdfast" 2>/dev/null | grep -q '__[at]san_init'; then
	echo "memory: instruments take memory themselves: skipped"
	echo "memory: 0 passed, 0 failed, 2 skipped"
	exit 0
fi

few_paths=$("$here/generate.sh" "$work/few" $few) &&
	many_paths=$("$here/generate.sh" "$work/many" $many) || exit 2

peak() { # BAG OPTION: in bytes
	"$build/peak" "$build/holdfast" verify -q "$2" "$1"
}

passed=0 failed=0
for option in --no-fixity --jobs=2; do
	if echo "$(peak "$work/few" $option) $(peak "$work/many" $option)" |
		awk -v few=$few -v many=$many -v paths=$((many_paths - few_paths)) \
			-v most=$most -v option=$option '{
			bytes = ($2 - $1 - paths) / (many - few)
			printf("verify %s: %.0f bytes a file beside its path; at most %d\n",
			       option, bytes, most)
			exit !($1 > 0 && $2 > $1 && bytes <= most)
		}'; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
done
echo "memory: $passed passed, $failed failed"
[ $failed = 0 ]
