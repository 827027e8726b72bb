#!/bin/sh
# Every script, by its first line or its name, passes shellcheck: also the
# fragments that are read by others, and the cases of tests/cli.
set -u
. tests/lint/lib.sh

list=$(mktemp "${TMPDIR:-/tmp}/holdfast-lint.XXXXXX") || exit 2
trap 'rm -f "$list"' EXIT

text_files | tr '\n' '\0' | xargs -0 awk '
	FNR > 1 { nextfile }
	FILENAME ~ /\.sh$/ || FILENAME ~ /^tests\/cli\/[^\/]*\/cmd$/ ||
	/^#! *\/(usr\/)?bin\/(env )?(da|ba)?sh( |$)/ { print FILENAME }' >"$list"
[ -s "$list" ] || complain "no script was found"
# SC1091: what a script reads is checked by itself.
tr '\n' '\0' <"$list" |
	xargs -0 shellcheck --shell=sh --exclude=SC1091 --format=gcc || bad=1
exit $bad
