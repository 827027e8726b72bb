#!/bin/sh
# Functions that one can see at once, and files that one can hold in mind: no
# function over 85 lines, no file over 700.  A table is data: its lines do not
# count.
set -u
. tests/lint/lib.sh

# shellcheck disable=SC2046 # names of files
found=$(awk -v longest=85 -v most=700 '
	function end_file() {
		if (lines - tables > most)
			printf("%s: %d lines, tables not counted; %d are allowed\n",
			       file, lines - tables, most)
	}
	FNR == 1 {
		end_file()
		file = FILENAME
		opened = table = tables = 0
	}
	{ lines = FNR }
	/^{/ { opened = FNR }
	/^}/ && opened {
		if (FNR - opened + 1 > longest)
			printf("%s:%d: a function of %d lines; %d are allowed\n",
			       file, opened, FNR - opened + 1, longest)
		opened = 0
	}
	# A table begins with "= {" at the end of a line that is not in a
	# function, and ends with "};" in the first column.
	!opened && /= \{$/ { table = FNR }
	/^};/ && table { tables += FNR - table; table = 0 }
	END { end_file() }' $(files | grep -E '^(src|tests)/.*\.[ch]$'))
[ -z "$found" ] || complain "$found"
for file in $(files | grep -E '^tests/.*\.sh$'); do
	lines=$(wc -l <"$file")
	[ "$lines" -le 700 ] || complain "$file: $lines lines; 700 are allowed"
done
exit $bad
