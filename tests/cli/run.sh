#!/bin/sh
# Run each case in tests/cli: a folder with `cmd` and what it must yield.
#
#   tests/cli/run.sh [-u] BUILDDIR [CASE]...
#
# A case runs in an empty folder of its own, with BUILDDIR first on PATH, the
# project's top folder in $HOLDFAST_TOP, and time, zone and locale pinned.
# What it prints is compared with expect.out and expect.err, its status with
# expect.status; where one is missing, nothing and 0 are expected.
#
# -u rewrites the expectations from what happened: read the diff before it is
# committed.  A case that fails leaves its folder behind.  With HOLDFAST_WRAP
# set ("valgrind -q ..."), holdfast runs under that; what valgrind says is
# shown where a case fails, and is not taken for the program's words.  A case
# that must not be wrapped calls "$HOLDFAST_PROGRAM".  With HOLDFAST_EVERY=N each
# Nth case alone is run.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
update=
if [ "${1-}" = -u ]; then
	update=1
	shift
fi
if [ $# -eq 0 ]; then
	echo "usage: tests/cli/run.sh [-u] BUILDDIR [CASE]..." >&2
	exit 2
fi
build=$(CDPATH='' cd -- "$1" && pwd -P) || exit 2
shift
if [ ! -x "$build/holdfast" ]; then
	echo "tests/cli/run.sh: there is no program $build/holdfast" >&2
	exit 2
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-cli.XXXXXX") || exit 2
trap 'rm -rf "$work/bin"; rmdir "$work" 2>/dev/null' EXIT
trap 'exit 130' INT TERM

HOLDFAST_TOP=$(CDPATH='' cd -- "$here/../.." && pwd -P)
HOLDFAST_PROGRAM=$build/holdfast
LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=1000000000
export HOLDFAST_TOP HOLDFAST_PROGRAM LC_ALL TZ SOURCE_DATE_EPOCH
unset POSIXLY_CORRECT LANGUAGE
umask 022

mkdir "$work/bin"
if [ -n "${HOLDFAST_WRAP-}" ]; then
	case $HOLDFAST_WRAP in
	valgrind*) HOLDFAST_WRAP="$HOLDFAST_WRAP --log-file=$work/wrap.%p" ;;
	esac
	printf '#!/bin/sh\nexec %s "%s/holdfast" "$@"\n' "$HOLDFAST_WRAP" \
		"$build" >"$work/bin/holdfast"
	chmod +x "$work/bin/holdfast"
	# What is for another processor runs in no other way.
	case $HOLDFAST_WRAP in
	qemu-*) HOLDFAST_PROGRAM=$work/bin/holdfast ;;
	esac
fi
PATH=$work/bin:$build:$PATH
export PATH

# Put what happened ($1) in the place of what was expected ($2), or remove
# that where it is $3, which goes without saying.
record() {
	if printf '%s' "$3" | cmp -s - "$1"; then
		rm -f "$2"
	else
		cp "$1" "$2"
	fi
}

# Compare what was expected ($1; $2 where there is no such file) and happened.
same() {
	if [ -e "$1" ]; then
		diff -u "$1" "$3"
	else
		printf '%s' "$2" | diff -u - "$3"
	fi
}

run_case() {
	name=${1%/}
	name=${name##*/}
	case=$here/$name
	got=$work/$name
	if [ ! -f "$case/cmd" ]; then
		echo "there is no $case/cmd"
		return 1
	fi
	mkdir -p "$got/cwd"
	(cd "$got/cwd" && exec sh "$case/cmd") </dev/null \
		>"$got/out" 2>"$got/err"
	echo $? >"$got/status"

	ok=0
	if [ -n "$update" ]; then
		record "$got/out" "$case/expect.out" ''
		record "$got/err" "$case/expect.err" ''
		record "$got/status" "$case/expect.status" '0
'
	else
		same "$case/expect.out" '' "$got/out" || ok=1
		same "$case/expect.err" '' "$got/err" || ok=1
		same "$case/expect.status" '0
' "$got/status" || ok=1
	fi
	if [ $ok = 0 ]; then
		rm -rf "$got"
	else
		sed -n '/^==/p' "$work"/wrap.* 2>/dev/null
	fi
	rm -f "$work"/wrap.*
	return $ok
}

passed=0
failed=0
[ $# -gt 0 ] || set -- "$here"/*/
number=0
for arg; do
	number=$((number + 1))
	[ $((number % ${HOLDFAST_EVERY:-1})) = 0 ] || continue
	if run_case "$arg"; then
		passed=$((passed + 1))
	else
		echo "FAIL cli: $name (see $work/$name)"
		failed=$((failed + 1))
	fi
done
echo "cli: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
