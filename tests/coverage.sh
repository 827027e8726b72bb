#!/bin/sh
# Which lines of src/ the tests have run, by folder and file, after a run of a
# tree that was built with --coverage.
#
#   tests/coverage.sh BUILDDIR [FOLDER...]
set -u
cd "$(dirname "$0")/.." || exit 1
build=$1
shift
[ $# -gt 0 ] || set -- bag verify package chain provenance base digest finding report cli

for folder; do
	for object in "$build/src/$folder"/*.gcno; do
		gcov -n -o "$object" "${object%.gcno}.o" 2>/dev/null
	done | awk -v folder="$folder" '
		/^File/ { file = $2; gsub("\047", "", file) }
		/^Lines executed/ && file ~ "^src/" folder "/[a-z0-9_]*\\.c$" {
			split($2, p, "[:%]"); percent = p[2]; n = $4
			ran += percent * n / 100; all += n
			printf "  %6.2f%% of %4d  %s\n", percent, n, file
		}
		END { if (all) printf "%s/: %.1f%% of %d lines\n", folder, 100 * ran / all, all }'
done
