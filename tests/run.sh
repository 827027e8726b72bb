#!/bin/sh
# Run suites of tests, and count what they say.
#
#   tests/run.sh BUILDDIR SUITE...
#
# Each suite's last line is "NAME: N passed, N failed"; one that does not get
# to it has failed, as one that hangs.  The last line here is the sum, the one
# before it how long each took.  Two suites
# run at a time (SUITES_AT_ONCE): none may mind what another does.
set -u
cd "$(dirname "$0")/.." || exit 1
build=$1
shift

# What runs beside others ignores SIGINT, unless it is told not to.
bounded() {
	env --default-signal=INT,QUIT timeout -k 10 "${SUITE_SECONDS:-1800}" "$@"
}

run_suite() {
	# shellcheck disable=SC2086 # HOLDFAST_WRAP is words
	case $1 in
	unit) bounded ${HOLDFAST_WRAP-} "$build/unit" ;;
	fuzz) bounded tests/fuzz/replay.sh "$build" ;;
	real-faults) bounded tests/fault/real.sh "$build" ;;
	*) bounded "tests/$1/run.sh" "$build" ;;
	esac
}

# What is durable is seen as well where it is quick; the tests that are of a disk
# find one.
if [ -z "${TMPDIR-}" ] && [ -w /dev/shm ] &&
   [ "$(df -k --output=avail /dev/shm | tail -n 1)" -gt 4000000 ]; then
	export TMPDIR=/dev/shm
fi

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

# Begin one; it leaves what it said, and how it ended.
begin_suite() {
	{
		begun=$(date +%s)
		run_suite "$1" >"$work/$1.out" 2>&1
		echo $? >"$work/$1.status"
		echo $(($(date +%s) - begun)) >"$work/$1.seconds"
		echo ended >&9
	} &
}

# As many as may be at once; another for each that ends.
mkfifo "$work/ends" || exit 2
exec 9<>"$work/ends"
running=0
for suite; do
	if [ $running -ge "${SUITES_AT_ONCE:-2}" ]; then
		read -r _ <&9
	else
		running=$((running + 1))
	fi
	begin_suite "$suite"
done
wait

passed=0 failed=0 skipped=0 times=
for suite; do
	times="$times $suite $(cat "$work/$suite.seconds"),"
	out=$work/$suite.out
	status=$(cat "$work/$suite.status")
	last=$(tail -n 1 "$out")
	case $last in
	"$suite: "*passed*failed*) ;;
	*) last="$suite: 0 passed, 1 failed" status=1 ;;
	esac
	if [ "$status" != 0 ]; then
		cat "$out"
	else
		grep -i 'skipped' "$out" | grep -v "^$suite: "
	fi
	echo "$last"
	# shellcheck disable=SC2046 # three numbers
	set -- $(echo "$last" | sed 's/[^:]*: *\([0-9]*\) passed, *\([0-9]*\) failed\(, *\([0-9]*\) skipped\)*.*/\1 \2 \4/')
	[ "$status" = 0 ] || [ "$2" != 0 ] || set -- "$1" 1 "${3:-0}"
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + ${3:-0}))
done
echo "seconds:${times%,}"
echo "total: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
