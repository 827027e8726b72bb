#!/bin/sh
# The tests on processors that this machine does not have, by qemu.
#
#   tests/cross/run.sh BUILDDIR QEMU [OPTION]... -- [KERNEL]...
#
# With QEMU and its OPTIONs before each program, the unit tests and the cases
# of the command line run, a package is created, verified, and one of its bits
# turned over.  The kernels of this processor must be the KERNELs and no
# others, each named by its first word and its last ("sha512,AVX2"), so that
# what was meant to be tested is what was tested.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR QEMU [OPTION]... -- [KERNEL]...}" && pwd -P) || exit 2
shift
HOLDFAST_WRAP=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
	HOLDFAST_WRAP="$HOLDFAST_WRAP${HOLDFAST_WRAP:+ }$1"
	shift
done
shift
wanted=$(printf '%s\n' "$@" | sort)
export HOLDFAST_WRAP
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-cross.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
passed=0 failed=0

complain() {
	echo "FAIL cross: $*"
	failed=$((failed + 1))
}

holdfast() {
	$HOLDFAST_WRAP "$build/holdfast" "$@" >"$work/said" 2>&1
	status=$?
}

# must STATUS COMMAND [ARG]...
must() {
	wanted_status=$1
	shift
	holdfast "$@"
	if [ $status = "$wanted_status" ]; then
		passed=$((passed + 1))
	else
		complain "holdfast $*: status $status, must be $wanted_status
$(cat "$work/said")"
	fi
}

must 0 version --verbose
seen=$(sed -n 's/^kernel: \([^ ]*\) .* \([^ ]*\)$/\1,\2/p' "$work/said" |
	sort -u)
[ "$seen" = "$wanted" ] ||
	complain "the kernels are: $seen
but must be: $wanted"

for engine in auto openssl; do
	package=$work/package-$engine
	must 0 create -a md5 -a sha1 -a sha256 -a sha512 --engine=$engine \
		-o "$package" "$top/src"
	(cd "$package" && sha512sum --check --strict --quiet manifest-sha512.txt &&
		md5sum --check --strict --quiet manifest-md5.txt) ||
		complain "$engine: what was created is not right"
	must 0 verify "$package"
	file=$package/data/holdfast.h
	tr 'a' 'b' <"$file" >"$work/changed" && cp "$work/changed" "$file"
	must 1 verify --engine=$engine "$package"
	grep -q 'data/holdfast.h: .*payload-changed' "$work/said" ||
		complain "$engine: the change was not told"
done

for suite in unit cli; do
	"$top/tests/run.sh" "$build" "$suite" >"$work/said"
	cat "$work/said"
	last=$(sed -n 's/^total: //p' "$work/said")
	passed=$((passed + ${last%% *}))
	last=${last#*passed, }
	failed=$((failed + ${last%% *}))
done
echo "cross: $passed passed, $failed failed"
[ $failed = 0 ]
