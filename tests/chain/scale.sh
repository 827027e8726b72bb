#!/bin/sh
# Measure how long holdfast chain check takes, and how much memory, over records
# of 10,000 and of 100,000 copies with twice as many events, side by side.  If
# work grows with the record alone, the ratio is about ten.
#
#	tests/chain/scale.sh BUILDDIR [COPIES]...
#
# SCALE_ROUNDS sets the rounds (default 3).  This measures, and judges nothing.
#
# The shapes: a tree of copies, each of which ten were made from, in closed
# populations of ten; a line, in which each was made from the one before; and
# one copy that was handed on again and again, with a receipt each time.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: scale.sh BUILDDIR [COPIES]...}" && pwd -P)
shift
[ $# -gt 0 ] || set -- 100000 10000
export LC_ALL=C TZ=UTC

top=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-scale.XXXXXX")
trap 'rm -rf "$top"' EXIT
trap 'exit 1' HUP INT TERM

measure=$build/bench-tools/measure
if [ ! -x "$measure" ]; then
	measure=$top/measure
	"${CC:-cc}" -O2 -D_GNU_SOURCE -o "$measure" "$here"/../bench/measure/*.c
fi

# A record of N copies: make SHAPE N
make_record() {
	awk -v shape="$1" -v n="$2" '
	function event(id, type, when, rest) {
		printf "\nEvent: %s\nType: %s\nWhen: %s\n", id, type, when
		printf "By: house (clerk, custodian)\n%sClaim: register\n", rest
	}
	function day(i) {	# one of 28 days of 12 months of as many years as need be
		return sprintf("%04d-%02d-%02d", 1000 + i / 336 % 1000,
			       1 + i / 28 % 12, 1 + i % 28)
	}
	BEGIN {
		print "Holdfast-Record: 1\n\nWork: work\nTitle: A work of many copies"
		print "\nAgent: house\nName: The house\nType: organisation"
		print "\nAgent: other\nName: The other house\nType: organisation"
		print "\nClaim: register\nGrade: G3"
		copies = shape == "handed" ? 2 : n
		for (i = 0; i < copies; i++)
			printf "\nCopy: c%d\nOf: work\nForm: paper\nKind: print\n", i
		event("m0", "creation", day(0), "Outcome: c0\n")
		if (shape == "handed") {
			event("m1", "printing", day(0), "Source: c0\nOutcome: c1\n")
			for (i = 1; i < n; i++) {
				from = i % 2 ? "house" : "other"
				to = i % 2 ? "other" : "house"
				event("t" i, "transfer", day(i),
				      "Source: c0\nFrom: " from "\nTo: " to "\n")
				printf "\nEvent: r%d\nType: receipt\nWhen: %s\n", i, day(i)
				printf "By: %s (receiver)\nSource: c0\nClaim: register\n", to
			}
		} else for (i = 1; i < n; i++) {
			source = shape == "line" ? i - 1 : int((i - 1) / 10)
			if (shape == "line" || i % 10 == 1) {
				outcomes = "Outcome: c" i "\n"
				members = "Member: c" i "\n"
				for (k = i + 1; shape == "tree" && k < i + 10 && k < n; k++) {
					outcomes = outcomes "Outcome: c" k "\n"
					members = members "Member: c" k "\n"
				}
				event("m" i, "printing", day(i / 100),
				      "Source: c" source "\n" outcomes)
				if (shape == "tree") {
					printf "\nPopulation: p%d\nOf: work\n", i
					printf "Count: %d\nClosed: yes\n", k - i
					printf "%sClaim: register\n", members
				}
			} else
				event("k" i, "observation", day(1000 + i / 100),
				      "Source: c" i "\n")
			event("s" i, "observation", day(2000 + i / 100), "Source: c" i "\n")
		}
		printf "\nPayload: held\nFile: held.tif\nCopy: c%d\n", copies - 1
	}' >"$top/$1-$2.txt"
}

grand() { # 100000 -> 100,000
	echo "$1" | sed -e ':a' -e 's/\([0-9]\)\([0-9]\{3\}\)\($\|,\)/\1,\2\3/' -e 'ta'
}

for shape in tree line handed; do
	for n; do
		make_record $shape "$n"
		events=$(grep -c '^Event:' "$top/$shape-$n.txt")
		what=copies
		[ $shape != handed ] || what=hand-overs
		printf 'ours\t%s %s, %s events\t%s\n' "$(grand "$n")" $what \
			"$(grand "$events")" \
			"'$build/holdfast' chain check -q '$top/$shape-$n.txt'"
	done | "$measure" --rounds="${SCALE_ROUNDS:-3}" $shape
done
