#!/bin/sh
# No #if inside a function: what differs between systems is a function, a
# table, or a file of its own.  The kernels, made for one processor each, are
# left out.
set -u
. tests/lint/lib.sh

for file in $(files | grep -E '^(src|tests)/.*\.[ch]$' |
	      grep -v '^src/digest/kernel'); do
	found=$(awk -v file="$file" '
		/^{/ { inside = 1 }
		/^}/ { inside = 0 }
		inside && /^[ \t]*#[ \t]*if/ {
			printf("%s:%d: a condition of the preprocessor inside a function\n",
			       file, NR)
		}' "$file")
	[ -z "$found" ] || complain "$found"
done
exit $bad
