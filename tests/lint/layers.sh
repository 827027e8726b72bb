#!/bin/sh
# Hold the layers: a file includes only from its own layer or a lower one, the
# command line is a client of the library like any other, and each foreign
# library has one home.
set -u
. tests/lint/lib.sh

layers="base finding digest sandbox bag provenance container profile verify fetch chain package report log register audit cli"

rank() {
	n=0
	for layer in $layers; do
		n=$((n + 1))
		if [ "$layer" = "$1" ]; then
			echo $n
			return
		fi
	done
	echo 0
}

# What a file includes by quotes, one a line.
quoted() {
	sed -n 's/^[ 	]*#[ 	]*include[ 	]*"\([^"]*\)".*/\1/p' "$1"
}

for file in src/*/*.[ch]; do
	from=${file#src/}
	from=${from%%/*}
	if [ "$(rank "$from")" = 0 ]; then
		complain "$file: $from/ is not a layer"
		continue
	fi
	for include in $(quoted "$file"); do
		to=${include%%/*}
		case $from:$include in
		cli:holdfast.h | cli:cli/*) continue ;;
		cli:*)
			complain "$file: cli/ sees only holdfast.h and its own headers, not $include"
			continue ;;
		*:holdfast.h)
			complain "$file: holdfast.h is for clients of the library"
			continue ;;
		esac
		if [ "$(rank "$to")" = 0 ]; then
			complain "$file: \"$include\" is in no layer"
		elif [ "$(rank "$to")" -gt "$(rank "$from")" ]; then
			complain "$file: $from/ must not include $to/"
		fi
	done
done

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
