#!/bin/sh
# Functions that one can see at once, and files that one can hold in mind: no
# function over 85 lines, no file over 700.  A table is data: its lines do not
# count.
set -u
. tests/lint/lib.sh

for file in $(files | grep -E '^(src|tests)/.*\.[ch]$'); do
	found=$(awk -v file="$file" -v longest=85 -v most=700 '
		/^{/ { opened = NR }
		/^}/ && opened {
			if (NR - opened + 1 > longest)
				printf("%s:%d: a function of %d lines; %d are allowed\n",
				       file, opened, NR - opened + 1, longest)
			opened = 0
		}
		# A table begins with "= {" at the end of a line that is not
		# in a function, and ends with "};" in the first column.
		!opened && /= \{$/ { table = NR }
		/^};/ && table { tables += NR - table; table = 0 }
		END {
			if (NR - tables > most)
				printf("%s: %d lines, tables not counted; %d are allowed\n",
				       file, NR - tables, most)
		}' "$file")
	[ -z "$found" ] || complain "$found"
done
for file in $(files | grep -E '^tests/.*\.sh$'); do
	lines=$(wc -l <"$file")
	[ "$lines" -le 700 ] || complain "$file: $lines lines; 700 are allowed"
done
exit $bad
