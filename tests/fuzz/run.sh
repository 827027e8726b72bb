#!/bin/sh
# Fuzz every parser, each for so many seconds, beginning from its corpus.
#
#   tests/fuzz/run.sh BUILDDIR SECONDS [NAME]...
#
# What is found on the way stays in BUILDDIR/corpus/NAME for the next run; an
# input that crashes, hangs or eats memory, in BUILDDIR/NAME-crash-* and so on:
# put it into tests/fuzz/corpus/NAME along with the mending.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
if [ $# -lt 2 ]; then
	echo "usage: tests/fuzz/run.sh BUILDDIR SECONDS [NAME]..." >&2
	exit 2
fi
build=$1
seconds=$2
shift 2
if [ $# -eq 0 ]; then
	for target in "$here"/fuzz_*.c; do
		name=${target##*/fuzz_}
		set -- "$@" "${name%.c}"
	done
fi

passed=0
failed=0
for name; do
	mkdir -p "$build/corpus/$name"
	log=$build/fuzz-$name.log
	dictionary=
	[ ! -f "$here/$name.dict" ] || dictionary=-dict=$here/$name.dict
	# shellcheck disable=SC2086 # one option or none
	if "$build/fuzz_$name" -max_total_time="$seconds" -timeout=20 \
		-rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
		-artifact_prefix="$build/$name-" $dictionary \
		"$build/corpus/$name" "$here/corpus/$name" >"$log" 2>&1; then
		passed=$((passed + 1))
		echo "$name: $(sed -n 's/^stat::number_of_executed_units: */inputs tried: /p' "$log")"
	else
		failed=$((failed + 1))
		tail -n 60 "$log"
		echo "FAIL fuzz: $name (see $log)"
	fi
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
