#!/bin/sh
# Build for aarch64, and run the tests under qemu.
#
#   tests/cross/aarch64.sh BUILDDIR
#
# Where the compiler, qemu or the libraries cannot be had, that is said, and
# counted as skipped.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:?usage: tests/cross/aarch64.sh BUILDDIR}
root=$build/sysroot

skip() {
	echo "skipped: $*"
	echo "cross: 0 passed, 0 failed, 1 skipped"
	exit 0
}

for program in aarch64-linux-gnu-gcc qemu-aarch64-static; do
	command -v $program >/dev/null || skip "there is no $program"
done
tests/cross/sysroot.sh arm64 "$root" ||
	skip "the libraries for arm64 could not be fetched"
root=$(CDPATH='' cd -- "$root" && pwd -P)

PKG_CONFIG_LIBDIR=$root/usr/lib/aarch64-linux-gnu/pkgconfig:$root/usr/share/pkgconfig
PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR
"${MAKE:-make}" --no-print-directory BUILD="$build" \
	CC="aarch64-linux-gnu-gcc --sysroot=$root" all "$build/unit" || exit 1
exec tests/cross/run.sh "$build" qemu-aarch64-static -L "$root" --
