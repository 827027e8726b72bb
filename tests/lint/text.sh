#!/bin/sh
# Text as everybody's editor should leave it: no blanks at the end of a line,
# tabs for indentation in C and the Makefile, a line end at the end, lines of
# at most 100 columns in C, unless a message is on it; and no path of the machine it was written on.
set -u
. tests/lint/lib.sh

# report WHY: complain of each line of the input.
report() {
	while IFS= read -r line; do
		printf '%s: %s\n' "$line" "$1"
	done
}

check() {
	text_files | while IFS= read -r file; do
		grep -Iq . "$file" || continue	# empty, or not text
		grep -nE '[[:blank:]]$' /dev/null "$file" | cut -d: -f1,2 |
			report "blanks at the end of the line"
		[ -z "$(tail -c 1 "$file")" ] ||
			echo "$file" | report "no line end at the end of the file"
		case $file in
		*.[ch] | Makefile)
			grep -nE '^	* {8}|^ +[^ *]' /dev/null "$file" |
				cut -d: -f1,2 | report "indent with tabs" ;;
		esac
		case $file in
		src/*.[ch])
			expand "$file" | awk -v file="$file" \
				'length($0) > 100 && !/"/ { print file ":" NR }' |
				report "longer than 100 columns" ;;
		esac
	done
	# The brackets keep this line from finding itself.
	files | tr '\n' '\0' | xargs -0 grep -InE \
		'(^|[^[:alnum:]./_-])/(wor[k]|roo[t])/' /dev/null |
		cut -d: -f1,2 | report "a path of some machine"
}

found=$(check)
[ -z "$found" ] || complain "$found"
exit $bad
