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

# Root reads everything, and writes everywhere, unless it gives up the power to.
without=
if [ "$(id -u)" = 0 ]; then
	without='setpriv --bounding-set=-dac_override,-dac_read_search'
	$without true 2>/dev/null || without=
fi

top=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-create.XXXXXX") || exit 1
trap 'chmod -R u+rwX "$top"; rm -rf "$top"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$top/taken"

complain() {
	[ $ok = 0 ] || echo "FAIL $name: $(sed -n '1s/^# //p' "$case")"
	ok=0
	printf '%s\n' "$*" | sed 's/^/    /'
}

# Yields 0, 77 where the case cannot be made here, or 1.
run_case() {
	ok=1
	grep -q '^# expect:' "$case" ||
		complain "its header does not say what findings to expect"
	mkdir "$own/case" && cd "$own/case" || return 1
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

# Case upon case that nobody else has taken, on one processor.
run_share() {
	own=$top/$1 passed=0 failed=0 skipped=0
	shift
	mkdir "$own"
	for case; do
		name=${case##*/} name=${name%.sh}
		case=$here/$name.sh
		mkdir "$top/taken/$name" 2>/dev/null || continue
		if [ -f "$case" ]; then
			run_case
		elif [ "$name" = PROPERTY ]; then
			"$here/property.sh" "$build"
		else
			echo "FAIL there is no case $name"
			false
		fi
		case $? in
		0) passed=$((passed + 1)) ;;
		77) skipped=$((skipped + 1)) ;;
		*) failed=$((failed + 1)) ;;
		esac
		cd "$top" || exit
		[ ! -d "$own/case" ] || { chmod -R u+rwX "$own/case"
					  rm -rf "$own/case"; }
	done
	echo "$passed $failed $skipped" >"$own/counts"
}

# The long ones first.
[ $# -gt 0 ] || set -- "$here"/large-*.sh PROPERTY "$here"/[!l]*-*.sh
shares=$(nproc 2>/dev/null || echo 1)
for share in $(seq 1 "$shares"); do
	run_share "$share" "$@" >"$top/$share.log" 2>&1 &
done
wait

passed=0 failed=0 skipped=0
for share in $(seq 1 "$shares"); do
	cat "$top/$share.log"
	read -r p f s <"$top/$share/counts" || { p=0 f=1 s=0; }
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
echo "create: $passed passed, $failed failed$(
	[ $skipped = 0 ] || echo ", $skipped skipped")"
[ $failed = 0 ] && [ $passed -gt 0 ]
