#!/bin/sh
# Run every lint: what a compiler does not hold, but the project promises.
#
#   tests/lint/run.sh BUILDDIR [LINT]...
#
# A lint is a script of this folder.  It runs in the project's top folder, gets
# BUILDDIR, prints each violation, and fails if there is one.
set -u

if [ $# -eq 0 ]; then
	echo "usage: tests/lint/run.sh BUILDDIR [LINT]..." >&2
	exit 2
fi
build=$(CDPATH='' cd -- "$1" && pwd -P) || exit 2
shift
cd "$(dirname -- "$0")/../.." || exit 2
export LC_ALL=C

[ $# -gt 0 ] || set -- tests/lint/*.sh
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

# As many at a time as there are processors; each leaves what it said.
for lint; do
	name=${lint##*/}
	name=${name%.sh}
	case $name in
	run | lib) ;;
	*) echo "$name" ;;
	esac
done >"$work/names"
# shellcheck disable=SC2016 # it is the shell below that expands
xargs -P "$(nproc)" -I '{}' sh -c \
	'"tests/lint/$1.sh" "$2" >"$3/$1.out" 2>&1; echo $? >"$3/$1.status"' \
	sh '{}' "$build" "$work" <"$work/names"

passed=0
failed=0
while read -r name; do
	cat "$work/$name.out"
	if [ "$(cat "$work/$name.status")" = 0 ]; then
		passed=$((passed + 1))
	else
		echo "FAIL lint: $name"
		failed=$((failed + 1))
	fi
done <"$work/names"
echo "lint: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
