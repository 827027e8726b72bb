#!/bin/sh
# Measure the code by crude rules, the same for every project: what `make
# measures` prints.  A function goes from a brace to a brace in the first
# column; a comment line begins with a comment sign, and a code line is any
# other that is not blank.  Licence headers there are none.
#
#   tests/measures.sh BUILDDIR
set -u
cd "$(dirname "$0")/.." || exit 1
build=${1:?usage: measures.sh BUILDDIR}
export LC_ALL=C

sources() { find src -name '*.[ch]' -o -name '*.inc' -o -name '*.def'; }

# The Nth hundredth of sorted numbers.
percentile() {
	sort -n | awk -v p="$1" '{ a[NR] = $1 }
		END { i = int((NR - 1) * p / 100 + 1.5); print NR ? a[i] : 0 }'
}

# File, line, and length of each function.
functions() {
	sources | while read -r file; do
		awk -v file="$file" '
			/^{/ { from = NR }
			/^}/ && from { print NR - from + 1, file ":" from; from = 0 }
			/^};/ { from = 0 }' "$file"
	done
}

lengths=$(functions)
sizes=$(sources | xargs wc -l | grep -v ' total$')
show() { printf '%-44s %s\n' "$1" "$2"; }

show "files, lines" "$(echo "$sizes" | wc -l), $(echo "$sizes" | awk '{ n += $1 } END { print n }')"
show "median file" "$(echo "$sizes" | awk '{ print $1 }' | percentile 50)"
show "largest file" "$(echo "$sizes" | sort -n | tail -n 1 | awk '{ print $1, $2 }')"
show "functions" "$(echo "$lengths" | wc -l)"
show "median function" "$(echo "$lengths" | percentile 50)"
show "90th percentile" "$(echo "$lengths" | awk '{ print $1 }' | percentile 90)"
show "longest function" "$(echo "$lengths" | sort -n | tail -n 1)"
show "comments to code" "$(sources | xargs cat | awk '
	/^[ \t]*$/ { next }
	/^[ \t]*(\/\*|\*|\/\/)/ { comments++; next }
	{ code++ }
	END { printf("%.2f", comments / code) }')"
show "symbols outside the prefix" "$(nm -g --defined-only "$build/libholdfast.a" |
	awk 'NF == 3 && $3 !~ /^hf_/' | wc -l)"
for lint in layers circles findings conditions; do
	show "broken by the lint '$lint'" "$("tests/lint/$lint.sh" "$build" | wc -l)"
done
