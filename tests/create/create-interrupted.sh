# Whoever interrupts a creation is told what becomes of what was begun; and so it is.
# expect:
# shellcheck disable=SC2154 # own, without: from the runner
room=$(df -Pk . | awk 'NR == 2 { print $4 }')
[ "$room" -gt 3000000 ] || skip "there is no room for a gibibyte"
mkdir src
truncate -s 64G src/hole
for signal in TERM HUP; do
	status=0
	$without "$program" create src -o bag --verify-copy=none >"$out" 2>"$err" &
	until [ -d .bag.holdfast-partial ]; do
		kill -0 $! || fail "$(cat "$err")"
		sleep 0.02
	done
	kill -s $signal $!
	wait $! || status=$?
	[ $status -gt 128 ] || fail "status $status"
	said 'interrupted; nothing is lost: the same command, run again, removes'
	absent bag
done
rm src/hole
echo x >src/x
ends 0 create src -o bag
member recovered true
clean
# What is ignored stays ignored.
truncate -s 200M src/hole
(
	trap '' HUP
	$without "$program" create src -o other --verify-copy=none &
	echo $! >"$own/pid"
	wait $!
) >"$out" 2>"$err" &
until [ -d .other.holdfast-partial ] || [ -d other ]; do
	kill -0 $! || [ -d other ] || fail "$(cat "$err")"
	sleep 0.02
done
kill -s HUP "$(cat "$own/pid")" 2>/dev/null || :
wait $! || fail "$(cat "$err")"
verdict other VALID
