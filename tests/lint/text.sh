#!/bin/sh
# Text as everybody's editor should leave it: no blanks at the end of a line,
# tabs for indentation in C and the Makefile, a line end at the end, lines of
# at most 100 columns in C, unless a message is on it; and no path of the machine it was written on.
set -u
. tests/lint/lib.sh

# Those of a list on standard input that are text, and not empty.
which_are_text() {
	tr '\n' '\0' | xargs -0 grep -Il .
}

# Each violation in the files that are named on standard input.
look_at_lines() {
	# shellcheck disable=SC2016 # awk expands them
	tr '\n' '\0' | xargs -0 awk '
		function report(why) {
			print FILENAME ":" FNR ": " why
		}
		# Columns, with tabs of eight.
		function width(line,    n, i, parts) {
			n = split(line, parts, "\t")
			w = 0
			for (i = 1; i < n; i++)
				w += length(parts[i]) + 8 - (w + length(parts[i])) % 8
			return w + length(parts[n])
		}
		/[ \t]$/ { report("blanks at the end of the line") }
		FILENAME ~ /(\.[ch]|^Makefile)$/ &&
		/^\t*        |^ +[^ *]/ { report("indent with tabs") }
		FILENAME ~ /^src\/.*\.[ch]$/ && length($0) > 60 && !/"/ &&
		width($0) > 100 { report("longer than 100 columns") }'
}

# Those that do not end with a line end.  Where none is, as many line ends are
# counted as there are files, and nobody has to ask each.
look_at_ends() {
	[ "$(tr '\n' '\0' <"$list" | xargs -0 tail -q -c 1 | wc -l)" != \
		"$(wc -l <"$list")" ] || return 0
	while IFS= read -r file; do
		[ -z "$(tail -c 1 "$file")" ] ||
			echo "$file: no line end at the end of the file"
	done <"$list"
}

check() {
	text_files | which_are_text >"$list"
	look_at_lines <"$list"
	look_at_ends
	# The brackets keep this line from finding itself.
	files | tr '\n' '\0' | xargs -0 grep -InE \
		'(^|[^[:alnum:]./_-])/(wor[k]|roo[t])/' /dev/null |
		cut -d: -f1,2 | sed 's/$/: a path of some machine/'
}

list=$(mktemp) || exit 2
trap 'rm -f "$list"' EXIT
found=$(check)
[ -z "$found" ] || complain "$found"
exit $bad
