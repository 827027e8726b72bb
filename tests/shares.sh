# For suites that run their cases on every processor: `. tests/shares.sh`.
# shellcheck shell=sh
#
# A suite defines run_case, which runs $case in the empty folder in which it
# finds itself, $own/case, and yields 0 if all is well, 77 where the case cannot
# be made here, 1 if not, or 78 where it has counted by itself what it tried, in
# $passed, $failed and $skipped.  $own is a folder that only one case uses at a
# time.

# Root reads everything, and writes everywhere, unless it gives up the power
# to; $without is to be put before a command, and is empty for anybody else.
without=
if [ "$(id -u)" = 0 ]; then
	without='setpriv --bounding-set=-dac_override,-dac_read_search'
	$without true 2>/dev/null || without=
fi

# A folder for all that a suite makes, in $top, gone when it ends.
make_top() {
	top=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-$1.XXXXXX") || exit 1
	trap 'chmod -R u+rwX "$top"; rm -rf "$top"' EXIT
	trap 'exit 1' HUP INT TERM
}

shares=$(nproc 2>/dev/null || echo 1)

# An empty folder for a case, which may have taken rights away in the last one.
begin_case() {
	cd "$top" || exit
	rm -rf "$own/case" 2>/dev/null || {
		chmod -R u+rwX "$own/case"
		rm -rf "$own/case"
	}
	mkdir "$own/case" && cd "$own/case" || exit
}

# With HOLDFAST_TEST_TIMES set each case is timed; sort -k 2nr then.
now() { [ -z "${HOLDFAST_TEST_TIMES-}" ] || date +%s%3N; }

# Case upon case that no other share has taken, on one processor; with
# HOLDFAST_EVERY=N each Nth alone.
run_share() {
	own=$top/$1 number=0 passed=0 failed=0 skipped=0
	shift
	mkdir "$own"
	# shellcheck disable=SC2034 # it is for run_case
	for case; do
		number=$((number + 1))
		[ $((number % ${HOLDFAST_EVERY:-1})) = 0 ] || continue
		mkdir "$top/taken/$number" 2>/dev/null || continue
		begin_case
		begun=$(now) name_timed=$case
		run_case
		ended=$?
		[ -z "$begun" ] || echo "TIME $(($(now) - begun)) ms $name_timed"
		case $ended in
		0) passed=$((passed + 1)) ;;
		77) skipped=$((skipped + 1)) ;;
		78) ;;
		*) failed=$((failed + 1)) ;;
		esac
	done
	echo "$passed $failed $skipped" >"$own/counts"
}

# Run all cases, as many at once as there are processors, and sum what was
# counted: into $passed, $failed and $skipped.
run_shares() {
	passed=0 failed=0 skipped=0
	mkdir "$top/taken"
	for share in $(seq 0 $((shares - 1))); do
		run_share "$share" "$@" >"$top/$share.log" 2>&1 &
	done
	wait
	for share in $(seq 0 $((shares - 1))); do
		cat "$top/$share.log"
		read -r p f s <"$top/$share/counts" || { p=0 f=1 s=0; }
		passed=$((passed + p)) failed=$((failed + f))
		skipped=$((skipped + s))
	done
}

# The last line of the suite $1.
tell_counts() {
	echo "$1: $passed passed, $failed failed$(
		[ "$skipped" = 0 ] || echo ", $skipped skipped")"
	[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
