#!/bin/sh
# Install into an empty place, build an outside client against what is there,
# with each compiler and each library, run it, and see that uninstall leaves
# nothing.
#
#   tests/install/run.sh BUILDDIR
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$1
scratch=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-install.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0
expect() { # WHAT COMMAND...
	what=$1; shift
	if "$@" >"$scratch/out" 2>&1; then
		passed=$((passed + 1))
	else
		echo "FAIL $what"; cat "$scratch/out"; failed=$((failed + 1))
	fi
}

root=$scratch/root
make_install() { make -s BUILD="$build" PREFIX="$root/usr" "$1" MAKEFLAGS=; }
bag=packages/memorandum-1961-01-18
mkdir "$root"
expect 'install' make_install install
export PKG_CONFIG_PATH="$root/usr/lib/pkgconfig"
expect 'pkg-config knows it' pkg-config --exists holdfast
expect 'the program runs from there' "$root/usr/bin/holdfast" verify -q $bag
for cc in gcc clang; do
	# shellcheck disable=SC2046 # words on purpose
	expect "$cc compiles a client" $cc -std=c11 -Wall -Wextra -Werror -pedantic \
		-o "$scratch/client-$cc" tests/install/client.c $(pkg-config --cflags --libs holdfast)
	expect "and it runs" env LD_LIBRARY_PATH="$root/usr/lib" "$scratch/client-$cc" $bag
done
# says EXPECTED STATUS COMMAND...: it ends so, and a line of what it prints is that.
says() {
	line=$1 status=$2; shift 2
	"$@" >"$scratch/said" 2>&1
	if [ $? != "$status" ] || ! grep -qxF "$line" "$scratch/said"; then
		cat "$scratch/said"
		return 1
	fi
}
export LD_LIBRARY_PATH="$root/usr/lib"
for example in verify package chain; do
	# shellcheck disable=SC2046
	expect "the example $example.c compiles" gcc -std=c11 -Wall -Wextra -Werror -pedantic \
		-o "$scratch/$example" docs/examples/$example.c $(pkg-config --cflags --libs holdfast)
done
cp -R $bag "$scratch/bad" && echo more >>"$scratch/bad/data/calendar.txt"
expect 'verify.c finds a good bag valid' says VALID 0 "$scratch/verify" $bag
expect 'verify.c finds a changed one invalid' says INVALID 1 "$scratch/verify" "$scratch/bad"
expect 'verify.c names what was changed' grep -q '^data/calendar.txt: error: .*\[payload-changed\]$' "$scratch/said"
expect 'package.c makes a bag' says 'made of 2 files' 0 "$scratch/package" "$scratch/made"
expect 'package.c shows progress to its end' grep -qx '44 of 44 octets' "$scratch/said"
expect 'the bag is valid' "$root/usr/bin/holdfast" verify --strict "$scratch/made"
expect 'sha256sum agrees' sh -c "cd '$scratch/made' && sha256sum -c manifest-sha256.txt"
expect 'and it holds the bytes' sh -c "printf 'Dear sir,\n' | cmp - '$scratch/made/data/letters/first.txt'"
expect 'package.c replaces nothing' says "package: '$scratch/made' is there already, and was left as it is; choose another name, or move it away" 3 "$scratch/package" "$scratch/made"
expect 'chain.c decides' says 'population COMPLETE-AS-DECLARED, lineage COMPLETE-AS-DECLARED' 0 "$scratch/chain" $bag
unset LD_LIBRARY_PATH
expect 'no header of the inside is installed' test ! -e "$root/usr/include/holdfast/base/io.h"

# shellcheck disable=SC2046
expect 'the static library serves too' gcc -o "$scratch/client-static" tests/install/client.c \
	$(pkg-config --cflags holdfast) "$root/usr/lib/libholdfast.a" \
	$(pkg-config --libs libcrypto libxml-2.0 jansson libutf8proc libarchive zlib libseccomp sqlite3) -pthread
expect 'and runs alone' "$scratch/client-static" $bag
expect 'the manual is there' test -s "$root/usr/share/man/man1/holdfast.1"
unit=$root/usr/lib/systemd/system/holdfast-audit@.service
expect 'the unit for systemd is there, and its timer' test -s "$unit" -a -s "${unit%service}timer"
expect 'it runs the program from there' grep -q "^ExecStart=$root/usr/bin/holdfast audit" "$unit"
expect 'uninstall' make_install uninstall
expect 'leaves nothing of ours' sh -c "! find '$root' ! -type d -o -name '*holdfast*' | grep ."

# With DESTDIR, as packagers install, and among files of others.
expect 'install with DESTDIR' make -s BUILD="$build" DESTDIR="$scratch/dest" PREFIX=/usr MAKEFLAGS= install
mkdir -p "$scratch/dest/usr/lib/pkgconfig" && : >"$scratch/dest/usr/lib/pkgconfig/other.pc"
expect 'uninstall with DESTDIR' make -s BUILD="$build" DESTDIR="$scratch/dest" PREFIX=/usr MAKEFLAGS= uninstall
expect 'leaves what is not ours' test -f "$scratch/dest/usr/lib/pkgconfig/other.pc"
expect 'and only that' sh -c "[ \"\$(find '$scratch/dest' -type f | wc -l)\" = 1 ]"

echo "install: $passed passed, $failed failed"
[ $failed = 0 ]
