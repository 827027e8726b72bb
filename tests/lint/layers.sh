#!/bin/sh
# Hold the layers: a file includes only from its own layer or a lower one, the
# command line is a client of the library like any other, and each foreign
# library has one home.
set -u
. tests/lint/lib.sh

layers="base finding digest sandbox bag provenance container profile verify fetch chain package report log register audit cli"

# What each file includes by quotes, against the rank of the layers.
found=$(awk -v layers="$layers" '
	BEGIN {
		n = split(layers, list)
		for (i = 1; i <= n; i++)
			rank[list[i]] = i
	}
	function complain(what) {
		print FILENAME ": " what
	}
	FNR == 1 {
		split(FILENAME, parts, "/")
		from = parts[2]
		if (!(from in rank))
			complain(from "/ is not a layer")
	}
	/^[ \t]*#[ \t]*include[ \t]*"/ {
		split($0, parts, "\"")
		include = parts[2]
		to = include
		sub(/\/.*/, "", to)
		if (from == "cli") {
			if (include != "holdfast.h" && to != "cli")
				complain("cli/ sees only holdfast.h and its own headers, not " include)
		} else if (include == "holdfast.h") {
			complain("holdfast.h is for clients of the library")
		} else if (!(to in rank)) {
			complain("\"" include "\" is in no layer")
		} else if (rank[to] > rank[from]) {
			complain(from "/ must not include " to "/")
		}
	}' src/*/*.[ch])
[ -z "$found" ] || complain "$found"

# home HEADER LAYER...: who may include <HEADER...>
home() {
	header=$1
	shift
	# shellcheck disable=SC2013 # one name a line, without blanks
	for file in $(grep -lE "^[[:space:]]*#[[:space:]]*include[[:space:]]*<$header" \
		src/*.h src/*/*.[ch]); do
		from=${file#src/}
		from=${from%%/*}
		case " $* " in
		*" $from "*) ;;
		*) complain "$file: <$header...> is at home in: $*" ;;
		esac
	done
}
home openssl/ digest log
home archive container
home zlib container
home sqlite3 register
home libxml/ provenance report
home jansson profile report register audit
home utf8proc base
home iconv base
home curl/ fetch register
home seccomp.h sandbox
home linux/landlock.h sandbox
exit $bad
