#!/bin/sh
# Documents: the manual is well formed, and each relative link of a Markdown
# file leads to a file that is there.
set -u
. tests/lint/lib.sh

for page in docs/man/*.[1-9]; do
	[ -f "$page" ] || continue
	mandoc -Tlint -Wwarning "$page" || bad=1
done

# The targets of links, one a line, without code and without #anchors.
targets() {
	# shellcheck disable=SC2016 # backquotes are what is looked for
	awk '/^[ \t]*```/ { code = !code; next } !code' "$1" | sed 's/`[^`]*`//g' |
		grep -oE '\]\([^) ]+|^\[[^]]+\]: *[^ ]+' |
		sed -E 's/^\]\(//; s/^\[[^]]*\]: *//; s/^<//; s/>$//; s/#.*//'
}

for file in $(files | grep '\.md$'); do
	folder=$(dirname -- "$file")
	for target in $(targets "$file" | sort -u); do
		case $target in
		*://* | mailto:*) continue ;;
		/*) complain "$file: the link to $target is not relative"; continue ;;
		esac
		[ -e "$folder/$target" ] || complain "$file: there is no $target"
	done
done
exit $bad
