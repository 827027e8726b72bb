# Words of suites whose cases are functions: `. tests/words.sh`, then define
# case_NAME functions, and end with `run_cases SUITE FILE "$@"`.
#
# A case runs in an empty folder of its own; `set -e` ends it where something is
# not as it must be.  What a machine lacks is skipped, and said so.  $program is
# what is tested, $work a folder for all.
# shellcheck shell=sh

fail() {
	printf '%s\n' "$*"
	exit 1
}

# The case cannot be made here.
skip() {
	echo "$*"
	exit 77
}

needs() {
	for tool; do
		command -v "$tool" >/dev/null || skip "there is no $tool"
	done
}

# Run holdfast, which must end with this status: ends STATUS COMMAND [ARG]...
# What it says is in ../out and ../err.
ends() {
	wanted=$1 status=0
	shift
	# shellcheck disable=SC2086,SC2154 # words; the suite sets $program
	${as-} ${HOLDFAST_WRAP-} "$program" "$@" >../out 2>../err || status=$?
	[ $status = "$wanted" ] ||
		fail "holdfast $*: status $status, must be $wanted: $(cat ../out ../err)"
}

# As one to whom rights that are taken away matter: unprivileged ends STATUS ...
# (of a suite that has said `. tests/shares.sh`).
unprivileged() {
	[ "$(id -u)" != 0 ] || [ -n "${without-}" ] ||
		skip 'root reads and writes everything here'
	as=${without-}
	"$@"
	as=
}

# The last command's words contain this text; or do not.
said() {
	cat ../out ../err | grep -qF -e "$1" ||
		fail "must say '$1', says: $(cat ../out ../err)"
}

said_not() {
	! cat ../out ../err | grep -qF -e "$1" ||
		fail "must not say '$1', says: $(cat ../out ../err)"
}

# Nothing is in this folder.
empty() {
	[ -z "$(ls -A "$1")" ] || fail "in $1 there is: $(ls -A "$1")"
}

# run_cases SUITE FILE [CASE]...
run_cases() {
	suite=$1 file=$2
	shift 2
	# shellcheck disable=SC2046 # words
	[ $# -gt 0 ] || set -- $(sed -n 's/^case_\([a-z_0-9]*\)() {$/\1/p' "$file")
	passed=0 failed=0 skipped=0
	for name; do
		# shellcheck disable=SC2154 # the suite sets $work
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
	echo "$suite: $passed passed, $failed failed$(
		[ $skipped = 0 ] || echo ", $skipped skipped")"
	[ $failed = 0 ] && [ $passed -gt 0 ]
}
