#!/bin/sh
# Every script, by its first line or its name, passes shellcheck: also the
# fragments that are read by others, and the cases of tests/cli.
set -u
. tests/lint/lib.sh

list=$(mktemp "${TMPDIR:-/tmp}/holdfast-lint.XXXXXX") || exit 2
trap 'rm -f "$list"' EXIT

text_files | while IFS= read -r file; do
	case $file in
	*.sh | tests/cli/*/cmd) printf '%s\n' "$file" ;;
	*) head -n 1 "$file" 2>/dev/null | tr -d '\0' |
		grep -Eq '^#! */(usr/)?bin/(env )?(da|ba)?sh( |$)' &&
		printf '%s\n' "$file" ;;
	esac
done >"$list"
[ -s "$list" ] || complain "no script was found"
# SC1091: what a script reads is checked by itself.
tr '\n' '\0' <"$list" |
	xargs -0 shellcheck --shell=sh --exclude=SC1091 --format=gcc || bad=1
exit $bad
