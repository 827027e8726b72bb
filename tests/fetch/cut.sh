# Runs that are cut, two at once, and faults.  Read by run.sh.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what run.sh sets, and what it uses

# Run in the background, until some of long.txt has come.
begin_fetch() {
	rm -f "$served/fast"
	"$holdfast" fetch --allow-private bag >"$work/out" 2>"$work/err" &
	running=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		beside long.txt && return
		sleep 0.05
	done
}

for signal in KILL TERM; do
	begin "cut in the middle by SIG$signal, while another would like to"
	hole plain hello.txt
	hole drip long.txt letters/long.txt
	hole drip long.txt
	tag
	begin_fetch
	must beside long.txt
	fetch
	must ends_with 3
	must grep -q 'another holdfast' "$work/err"
	# Nor may another bag take the place of this one.
	"$holdfast" update --quiet --fix-manifests bag >"$work/out" 2>"$work/err"
	status=$?
	must ends_with 3
	must grep -q 'cannot lock' "$work/err"
	kill -$signal $running
	wait $running 2>/dev/null
	running=
	# What is in the bag is whole, and what is not is not in it.
	must same hello.txt
	must absent long.txt
	must absent letters
	must beside long.txt
	must incomplete
	touch "$served/fast"
	fetch
	must_be_whole
	must answered '206 /drip/long.txt bytes='
	must says '"fetched":2,"octets":200000,"resumed":2,"present":1'
	end
done

# --- Each call that writes, failing or the last. ---

program=$build/holdfast-fault
bag_of_two() {
	hole plain hello.txt letters/hello.txt
	hole plain a.txt letters/a.txt
	tag
	rm -rf "$work/two"
	mv bag "$work/two"
}
again() {
	rm -rf bag .bag.holdfast-fetch
	cp -R "$work/two" bag
}

# Whatever happened, a file of the payload is whole or not there, and the next
# run gets the rest.
must_be_harmless() {
	absent letters/hello.txt || must same hello.txt letters/hello.txt
	absent letters/a.txt || must same a.txt letters/a.txt
	fetch
	must ends_with 0
	must same hello.txt letters/hello.txt
	must same a.txt letters/a.txt
	must nothing_beside
}

# The last call of all only sees that what was removed stays so.
failed_or_whole() {
	ends_with 3 || { ends_with 0 && says '"left":0' && nothing_beside; }
}

# The Nth call that takes space: is there one?
fault() {
	rm -f "$work/report"
	# What the shell says of a child that was killed is not of interest.
	(HOLDFAST_FAULT=$1 HOLDFAST_FAULT_REPORT=$work/report fetch
	 exit "$status") 2>/dev/null
	status=$?
	[ $status = 137 ] || grep -q 'the fault was at' "$work/report"
}

for how in kill fail; do
	begin "every call that writes: $how"
	error=$([ "$how" = kill ] || echo :ENOSPC)
	n=1
	bag_of_two
	again
	while [ $n -lt 60 ] && fault "$how:$n$error:space"; do
		name="every call that writes: $how, call $n"
		[ "$how" = kill ] || must failed_or_whole
		must_be_harmless
		[ "$good" = 1 ] || break
		n=$((n + 1))
		again
	done
	must test $n -gt 12
	must verifies
	end
done

begin 'all is synced before it gets its name'
bag_of_two
again
rm -f "$work/report"
HOLDFAST_FAULT=durable HOLDFAST_FAULT_REPORT=$work/report fetch
must_be_whole
must [ "$(wc -l <"$work/report")" = 1 ]
end
program=
