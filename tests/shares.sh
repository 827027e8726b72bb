# For suites that run their cases on every processor: `. tests/shares.sh`.
# shellcheck shell=sh
#
# A suite defines run_share SHARE [CASE]..., which runs its share of the cases
# in the folder $top/SHARE and leaves "PASSED FAILED SKIPPED" in the file
# counts there.

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

# Run all shares at once, and sum what they counted: into $passed, $failed and
# $skipped.
run_shares() {
	passed=0 failed=0 skipped=0
	for share in $(seq 0 $((shares - 1))); do
		run_share "$share" "$@" >"$top/$share.log" 2>&1 &
	done
	wait
	for share in $(seq 0 $((shares - 1))); do
		cat "$top/$share.log"
		read -r p f s <"$top/$share/counts" || { p=0 f=1 s=0; }
		passed=$((passed + p)) failed=$((failed + f))
		skipped=$((skipped + ${s:-0}))
	done
}

# The last line of the suite $1.
tell_counts() {
	echo "$1: $passed passed, $failed failed$(
		[ "$skipped" = 0 ] || echo ", $skipped skipped")"
	[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
