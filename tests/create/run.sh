#!/bin/sh
# Create, update and show bags as each case says, and judge the outcome.
#
#   tests/create/run.sh BUILDDIR [CASE]...
#
# A case is a script that runs in an empty folder of its own, with the words of
# lib.sh and of tests/corpus/lib.sh.  Its header says what must be so, and:
#
#   # expect: FINDING...
#	the names of all findings that the commands in it yield, apart from
#	those of verify: neither more nor fewer
#
# A case that cannot be made here says so and is counted as skipped.  The
# property test, property.sh, is one case more.  All processors are used.
# shellcheck disable=SC2034,SC2154 # what tests/shares.sh sets and uses
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P)
shift
# shellcheck disable=SC2034 # for lib.sh
program=$build/holdfast
# shellcheck disable=SC2034
wrap=${HOLDFAST_WRAP-}
# HOLDFAST_TOP: where cases find the sample.
HOLDFAST_TOP=$(CDPATH='' cd -- "$here/../.." && pwd -P)
export HOLDFAST_TOP LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=1000000000
umask 022

. "$here/../shares.sh"
. "$here/../told.sh"
make_top create

complain() {
	[ "$ok" = 0 ] || echo "FAIL $name: $(sed -n '1s/^# //p' "$case")"
	ok=0
	printf '%s\n' "$*" | sed 's/^/    /'
}

# Yields 0, 77 where the case cannot be made here, or 1.
run_case() {
	name=${case##*/} name=${name%.sh}
	if [ "$name" = PROPERTY ]; then
		"$here/property.sh" "$build"
		return
	fi
	case=$here/$name.sh
	[ -f "$case" ] || { echo "FAIL there is no case $name"; return 1; }
	ok=1
	grep -q '^# expect:' "$case" ||
		complain "its header does not say what findings to expect"
	: >"$own/found"
	(
		set -eu
		. "$HOLDFAST_TOP/tests/corpus/lib.sh"
		. "$here/lib.sh"
		# shellcheck disable=SC1090 # any case
		. "$case"
	) >"$own/said" 2>&1
	case $? in
	0) ;;
	77) echo "SKIP $name: $(tail -n 1 "$own/said")"
	    return 77 ;;
	*) complain "$(cat "$own/said")" ;;
	esac
	wanted=$(sed -n 's/^# expect: *//p' "$case" | tr -s ' ' '\n' | sort -u)
	seen=$(sort -u "$own/found")
	[ $ok = 0 ] || [ "$seen" = "$wanted" ] ||
		complain "must yield: $(echo "$wanted" | tr '\n' ' ')
but yields: $(echo "$seen" | tr '\n' ' ')"
	[ $ok = 1 ]
}

# The long ones first.
[ $# -gt 0 ] || set -- "$here"/large-*.sh PROPERTY "$here"/[!l]*-*.sh
run_shares "$@"
tell_counts create
