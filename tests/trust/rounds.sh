# The second part of run.sh: the same bags again and again, each time another
# way.
# shellcheck shell=sh
# shellcheck disable=SC2154 # work, rounds, program, passed, failed: of run.sh

# Beside the edges of blocks and their padding, and of the chunks that a
# reader may well use; 64 bytes are a block, 128 one of SHA-512.
lengths="0 1 2 3 55 56 57 63 64 65 111 112 113 119 120 121 127 128 129 183 184
	191 192 193 239 240 255 256 257 511 512 513 1000 4095 4096 4097 32767
	32768 32769 65535 65536 65537 131071 131072 131073 262143 262144 262145
	1048575 1048576 1048577"
sets="sha512 sha256 md5,sha1 sha256,sha512 md5,sha1,sha256,sha384,sha512"

make_corpus() {
	mkdir -p "$work/corpus/data/folder"
	n=0
	for length in $lengths; do
		n=$((n + 1))
		seq $((7919 * n)) 9999999 | head -c "$length" \
			>"$work/corpus/data/$length"
		cp "$work/corpus/data/$length" "$work/corpus/data/folder/$n"
		# Not the same again: what is confused must show.
		[ "$length" = 0 ] || printf '\n' | dd conv=notrunc status=none \
			of="$work/corpus/data/folder/$n"
	done
	n_sets=0
	for set in $sets; do
		n_sets=$((n_sets + 1))
		for bag in "bag-$n_sets" "bad-$n_sets"; do
			mkdir "$work/$bag"
			cp -al "$work/corpus/data" "$work/$bag/data"
		done
		# shellcheck disable=SC2046 # words
		manifests "$work/bag-$n_sets" $(echo "$set" | tr ',' ' ')
		cp "$work/bag-$n_sets"/*.txt "$work/bad-$n_sets"
	done
}

# Turn a bit of one of the files over: turn BAD LENGTH ROUND.
turn() {
	at=$(($3 * 7919 % $2))
	cp "$1/data/$2" "$work/turned.$3"
	byte=$(od -An -tu1 -j "$at" -N 1 "$work/turned.$3" | tr -d ' ')
	# shellcheck disable=SC2059 # a format is what it is
	printf "\\$(printf %o $((byte ^ (1 << $3 % 8))))" |
		dd of="$work/turned.$3" bs=1 seek="$at" conv=notrunc status=none
	mv -f "$work/turned.$3" "$1/data/$2"
}

# One verification; 1 where it is not as it must be, which is told.
run_round() {
	bag=bag wanted=0 options="--jobs=$((1 + $1 * 5 % 8))"
	set=$((1 + $1 % n_sets))
	[ $((round % 3)) != 0 ] || options="$options --engine=openssl"
	if [ $((round % 10)) = 0 ]; then
		bag=bad wanted=1
		# shellcheck disable=SC2086 # the next one of them, without 0
		set -- $lengths
		shift $((1 + round / 10 % ($# - 1)))
		turn "$work/bad-$set" "$1" "$round"
	fi
	# shellcheck disable=SC2086 # words
	${HOLDFAST_WRAP-} "$program" verify --quiet $options \
		"$work/$bag-$set" >"$work/out" 2>&1
	status=$?
	accused=$(sed -n 's/^data\/\([^ :]*\): .*\[payload-changed\]$/\1/p' \
		"$work/out" | sort -u)
	if [ $bag = bad ]; then
		ln -f "$work/corpus/data/$1" "$work/$bag-$set/data/$1"
	fi
	if [ $status != $wanted ] || { [ $bag = bag ] && [ -s "$work/out" ]; } ||
	   { [ $bag = bad ] && [ "$accused" != "$1" ]; }; then
		echo "FAIL trust: round $round ($options, $bag-$set): status $status"
		head -n 5 "$work/out" | sed 's/^/    /'
		return 1
	fi
}

run_rounds() {
	for round in $(seq 1 "$rounds"); do
		if run_round "$round"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
		fi
	done
}
