#!/bin/sh
# The life of a register, by the program: what people write into it, the places
# where copies lie, and what becomes of both when a run is cut.
#
#   tests/register/run.sh BUILDDIR [CASE]...
#
# A case is a function case_NAME of a file cases-*.sh beside this one; it runs
# in an empty folder of its own, and `set -e` ends it where something is not as
# it must be.  What a machine lacks is skipped, and said so.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P) || exit 2
shift
program=$build/holdfast
export LC_ALL=C TZ=UTC
umask 022
# For $without: see there.
. "$here/../shares.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-register.XXXXXX") || exit 2
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# --- The words of the cases. ---

fail() {
	printf '%s\n' "$*"
	exit 1
}

# The case cannot be made here.
skip() {
	echo "$*"
	exit 77
}

# shellcheck disable=SC2086 # words
holdfast() { ${HOLDFAST_WRAP-} ${as-} "$program" "$@"; }

# Without the power of root to read everything, and to write everywhere.
unprivileged() {
	as=${without-}
	"$@"
	as=
}

# Run holdfast, which must end with this status: ends STATUS COMMAND [ARG]...
# What it says is in ../out and ../err.
ends() {
	wanted=$1 status=0
	shift
	holdfast "$@" >../out 2>../err || status=$?
	[ $status = "$wanted" ] ||
		fail "holdfast $*: status $status, must be $wanted: $(cat ../out ../err)"
	[ $status = 0 ] || [ -s ../out ] || [ -s ../err ] ||
		fail "holdfast $*: fails without a word"
	[ $status != 0 ] || [ -n "${HOLDFAST_WRAP-}" ] || [ ! -s ../err ] ||
		fail "holdfast $*: succeeds, and says: $(cat ../err)"
}

# The last command's words contain this text; or do not.
said() {
	cat ../out ../err | grep -qF -e "$1" ||
		fail "must say '$1', says: $(cat ../out ../err)"
}

not_said() {
	! cat ../out ../err | grep -qF -e "$1" ||
		fail "must not say '$1', says: $(cat ../out ../err)"
}

# A register, with a location in a folder beside it for each name given.
register() {
	ends 0 init register --organisation='Harbour Archive' \
		--origin=archive.example.org/register --quiet
	for name; do
		mkdir "$name"
		add "$name"
	done
}

# add NAME [OPTION]...: NAME is the folder and the identifier.
add() {
	place=$1
	shift
	ends 0 location add register "$place" --url="$PWD/$place" --site="site of $place" \
		--threat-zone="zone of $place" --medium=disk "$@"
}

# The names in a folder, hidden ones too, in a line.
names() {
	(cd "$1" && find . -mindepth 1 | LC_ALL=C sort | sed 's|^\./||' | tr '\n' ' ')
}

for cases in "$here"/cases-*.sh; do
	# shellcheck source=/dev/null
	. "$cases"
done

# --- Run them. ---

# shellcheck disable=SC2046 # words
[ $# -gt 0 ] || set -- $(sed -n 's/^case_\([a-z_0-9]*\)() {$/\1/p' "$here"/cases-*.sh)
passed=0 failed=0 skipped=0
for name; do
	mkdir -p "$work/$name/case"
	(
		cd "$work/$name/case" || exit 1
		set -e
		"case_$name"
	) >"$work/$name/said" 2>&1
	case $? in
	0) passed=$((passed + 1)) ;;
	77) skipped=$((skipped + 1))
	    echo "SKIPPED $name: $(tail -n 1 "$work/$name/said")" ;;
	*) failed=$((failed + 1))
	   echo "FAIL $name"
	   sed 's/^/    /' "$work/$name/said" ;;
	esac
	chmod -R u+rwX "$work/$name"
	rm -rf "${work:?}/$name"
done
tell_counts register
