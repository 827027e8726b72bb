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
passed=0
failed=0
for lint; do
	name=${lint##*/}
	name=${name%.sh}
	case $name in
	run | lib) continue ;;
	esac
	if "tests/lint/$name.sh" "$build"; then
		passed=$((passed + 1))
	else
		echo "FAIL lint: $name"
		failed=$((failed + 1))
	fi
done
echo "lint: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
