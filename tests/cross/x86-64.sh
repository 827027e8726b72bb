#!/bin/sh
# The program of this machine on processors of its kind that have less.
#
#   tests/cross/x86-64.sh BUILDDIR
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:?usage: tests/cross/x86-64.sh BUILDDIR}

skip() {
	echo "skipped: $*"
	echo "cross: 0 passed, 0 failed, 1 skipped"
	exit 0
}

[ "$(uname -m)" = x86_64 ] || skip "this is no x86-64 machine"
command -v qemu-x86_64-static >/dev/null || skip "there is no qemu-x86_64-static"

# Neither AVX nor SHA; then AVX2 alone.
echo "== without extensions" &&
tests/cross/run.sh "$build" qemu-x86_64-static -cpu Nehalem -- &&
echo "== with AVX2" &&
tests/cross/run.sh "$build" qemu-x86_64-static -cpu max,sha-ni=off,avx512f=off -- \
	md5,AVX2 sha1,AVX2 sha512,AVX2
