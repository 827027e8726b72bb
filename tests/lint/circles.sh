#!/bin/sh
# No circle between files: if one needs another, the other must do without it,
# or neither can be understood, tested, or moved alone.  What a file needs is
# asked of its object.
set -u
. tests/lint/lib.sh

build=$1
table=$(mktemp)
trap 'rm -f "$table"' EXIT
find "$build/src" -name '*.o' | sort | tr '\n' '\0' | xargs -0 nm -A |
	awk -v build="$build/" '{
		file = $1
		sub(/\.o:.*/, ".o", file)
		file = substr(file, length(build) + 1)
	}
	$(NF - 1) ~ /^[TDRBV]$/ { print "has", $NF, file }
	$(NF - 1) ~ /(^|:)U$/ { print "wants", $NF, file }' >"$table"
found=$(awk '
	$1 == "has" { home[$2] = $3 }
	$1 == "wants" { wants[NR] = $2; by[NR] = $3 }
	END {
		for (i in wants)
			if (wants[i] in home && home[wants[i]] != by[i])
				print by[i], home[wants[i]]
	}' "$table" | sort -u | tsort 2>&1 >/dev/null |
	sed -n 's/^tsort: \(.*\.o\)$/\1/p')
for file in $found; do
	complain "$file needs what needs it: a circle of files"
done
exit $bad
