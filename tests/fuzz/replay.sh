#!/bin/sh
# Replay every corpus: no input that a fuzzer once found worth keeping may
# crash a parser, or break what is promised of it.
#
#   tests/fuzz/replay.sh BUILDDIR
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
build=${1:?usage: tests/fuzz/replay.sh BUILDDIR}

passed=0
failed=0
for target in "$here"/fuzz_*.c; do
	name=${target##*/fuzz_}
	name=${name%.c}
	if [ ! -x "$build/replay_$name" ]; then
		echo "FAIL fuzz: there is no program $build/replay_$name"
		failed=$((failed + 1))
	elif "$build/replay_$name" "$here/corpus/$name"; then
		passed=$((passed + 1))
	else
		echo "FAIL fuzz: $name"
		failed=$((failed + 1))
	fi
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
