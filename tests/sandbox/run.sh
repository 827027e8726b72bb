#!/bin/sh
# Is the sandbox of verify there, and in time?
#
#   tests/sandbox/run.sh BUILDDIR
#
# The program has an intruder (intruder.c), who acts while the first file of a
# bag is parsed, or when the first is opened: what he does must be refused, and
# the bag verified all the same; with --no-sandbox the same must be done.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR}" && pwd -P) || exit 2
program=$build/holdfast
intruder=$build/holdfast-intruder
for file in "$program" "$intruder" "$build/holdfast-fault"; do
	[ -x "$file" ] || { echo "tests/sandbox/run.sh: there is no program $file" >&2
			    exit 2; }
done
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-sandbox.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=1000000000
export LC_ALL TZ SOURCE_DATE_EPOCH
umask 022
passed=0 failed=0 skipped=0

# shellcheck disable=SC2034 # it is for bag.sh
HOLDFAST_TOP=$top
. "$top/tests/cli/bag.sh"

complain() {
	[ $ok = 0 ] || echo "FAIL sandbox: $name"
	ok=0
	printf '%s\n' "$*" | sed 's/^/    /'
}

# case_ NAME COMMAND [ARG]...: count it.
case_() {
	name=$1 ok=1
	shift
	"$@"
	case $ok in
	1) passed=$((passed + 1)) ;;
	0) failed=$((failed + 1)) ;;
	*) skipped=$((skipped + 1)) ;;
	esac
}

skip() {
	echo "skipped: $name: $*"
	ok=2
}

# verify [OPTION]... BAG: what it said is in $work/said, its status in $status.
verify() {
	"$runs" verify "$@" >"$work/said" 2>&1
	status=$?
}

ends() {
	[ "$status" = "$1" ] || complain "status $status, must be $1: $(cat "$work/said")"
}

says() {
	grep -q -- "$1" "$work/said" ||
		complain "does not say '$1': $(cat "$work/said")"
}

says_not() {
	! grep -q -- "$1" "$work/said" || complain "says '$1': $(cat "$work/said")"
}

good_bag "$work/bag"
echo secret >"$work/secret"

# What this kernel has.
runs=$program
verify --debug "$work/bag"
landlock=$(sed -n 's/.* Landlock \([0-9]*\).*/\1/p' "$work/said")
landlock=${landlock:-0}
seccomp=0
! grep -q 'sandbox of \(Landlock [0-9]* and \)*seccomp' "$work/said" || seccomp=1
echo "Landlock $landlock, seccomp $seccomp"

# --- Acts. ---

# The same state before each act: what is acted on, and what it holds.
before() {
	rm -rf "$work/bag" "$work/created"
	good_bag "$work/bag"
	echo secret >"$work/secret"
}

# as ACT PATH PLACE [OPTION]...: verify the bag, with the intruder.
as() {
	HOLDFAST_INTRUDER=$1 HOLDFAST_INTRUDER_PATH=$2 HOLDFAST_INTRUDER_AT=$3
	export HOLDFAST_INTRUDER HOLDFAST_INTRUDER_PATH HOLDFAST_INTRUDER_AT
	shift 3
	runs=$intruder
	verify "$@" "$work/bag"
	unset HOLDFAST_INTRUDER HOLDFAST_INTRUDER_PATH HOLDFAST_INTRUDER_AT
}

# refused ACT PATH PLACE ENOUGH: ENOUGH is what suffices to refuse it.
refused() {
	case $4 in
	landlock) enough=$landlock ;;
	seccomp) enough=$seccomp ;;
	*) enough=$((landlock + seccomp)) ;;
	esac
	[ "$enough" != 0 ] || { skip "the kernel has no $4"; return; }
	before
	as "$1" "$2" "$3"
	says "^intruder: $1: refused: \(Permission denied\|Operation not permitted\)$"
	says_not "^intruder: $1: done"
	says ': VALID'
	ends 0
	[ "$(cat "$work/secret")" = secret ] || complain "the file beside the bag was changed"
	[ ! -e "$work/created" ] || complain "a file was made"
	runs=$program
	verify "$work/bag"
	ends 0
}

# The tests above rest on this: else anything might have refused it.
done_outside() {
	before
	as "$1" "$2" "$3" --no-sandbox
	says "^intruder: $1: done$"
	says_not "^intruder: $1: refused"
}

while read -r act path enough; do
	for place in parse open; do
		case_ "$act, at the first $place" refused "$act" "$work/$path" $place "$enough"
		case_ "$act, at the first $place, with --no-sandbox" \
			done_outside "$act" "$work/$path" $place
	done
done <<END
read secret landlock
write secret either
write bag/data/hello.txt either
create created either
create bag/data/created either
remove bag/data/hello.txt either
chmod bag/data/hello.txt seccomp
connect . either
fork . seccomp
run . either
signal . seccomp
END

# --- When. ---

# In the order of the calls that the process makes, the sandbox stands before
# the bag is opened for reading.
in_the_order_of_calls() {
	[ "$landlock:$seccomp" != 0:0 ] || { skip "the kernel has neither"; return; }
	command -v strace >/dev/null || { skip "there is no strace"; return; }
	# Who looks for leaks cannot while he is watched.
	ASAN_OPTIONS=detect_leaks=0 strace -f -o "$work/trace" "$1" verify \
		"$work/bag" >"$work/said" 2>&1
	status=$?
	if ! grep -q 'exited with' "$work/trace"; then
		skip "strace cannot watch: $(head -n 1 "$work/said")"
		return
	fi
	ends 0
	awk -v bag="$work/bag" -v landlock=$((landlock == 0)) -v filter=$((seccomp == 0)) '
		/landlock_restrict_self\(.*= 0$/ { landlock = 1 }
		/seccomp\(SECCOMP_SET_MODE_FILTER.*= 0$/ { filter = 1 }
		/PR_SET_SECCOMP, SECCOMP_MODE_FILTER.*= 0$/ { filter = 1 }
		/open/ && index($0, bag) && !/O_PATH/ && (!landlock || !filter) {
			print "too early: " $0
		}
		/bagit\.txt/ { read++; if (!landlock || !filter) print "too early: " $0 }
		END { if (!read) print "the bag was not read" }
	' "$work/trace" >"$work/order"
	[ ! -s "$work/order" ] || complain "$(cat "$work/order")"
}
case_ "the order of the system's calls" in_the_order_of_calls "$program"

# --- What must go on. ---

in_other_encodings() {
	for encoding in ISO-8859-15 UTF-16 SHIFT_JIS EUC-KR GB18030; do
		rm -rf "$work/bag"
		good_bag "$work/bag"
		printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: %s\n' \
			$encoding >"$work/bag/bagit.txt"
		for file in bag-info manifest-sha512; do
			iconv -f UTF-8 -t $encoding "$work/bag/$file.txt" >"$work/other" ||
				{ skip "there is no converter for $encoding"; return; }
			mv "$work/other" "$work/bag/$file.txt"
		done
		rm "$work/bag/tagmanifest-sha512.txt"
		runs=$program
		verify "$work/bag"
		ends 0
		says_not encoding-unsupported
		says ': VALID'
	done
}
case_ "a bag in another encoding" in_other_encodings

several_ways() {
	before
	runs=$program
	for options in --jobs=8 --from-medium --engine=openssl --fast --no-fixity \
		--format=json; do
		verify $options "$work/bag"
		ends 0
	done
	(cd "$work/bag" && "$program" verify . ../bag) >"$work/said" 2>&1
	status=$?
	ends 0
	ln -s bag "$work/link"
	verify "$work/link"
	ends 0
	verify "$work/nothing" "$work/bag"
	ends 3
	says "'$work/nothing': No such file or directory"
	says 'bag: VALID'
}
case_ "every way to verify" several_ways

# In an archive the first file of the bag is parsed in the sandbox too, and what
# is kept of a stream goes into a file that was open before.
in_an_archive() {
	[ "$landlock" != 0 ] || { skip "the kernel has no Landlock"; return; }
	before
	for form in tar tar.gz zip; do
		rm -f "$work/bag.$form"
		"$program" pack -q "$work/bag" -o "$work/bag.$form" || {
			complain "could not be packed as $form"
			return
		}
		runs=$program
		verify "$work/bag.$form"
		ends 0
		says ': VALID'
		for act in read create connect; do
			HOLDFAST_INTRUDER=$act HOLDFAST_INTRUDER_PATH=$work/secret \
				"$intruder" verify "$work/bag.$form" >"$work/said" 2>&1
			status=$?
			ends 0
			says "^intruder: $act: refused"
		done
	done
	"$program" verify - <"$work/bag.tar.gz" >"$work/said" 2>&1
	status=$?
	ends 0
	TMPDIR=$work/nothing "$program" verify "$work/bag.tar.gz" >"$work/said" 2>&1
	status=$?
	ends 3
	says "no file can be made in '$work/nothing'.*: No such file or directory"
	TMPDIR=$work/nothing "$program" verify "$work/bag.tar" >"$work/said" 2>&1
	status=$?
	ends 0
}
case_ "a bag in an archive" in_an_archive

a_package() {
	runs=$program
	profile=$top/manifests/holdfast-profile.json
	"$program" create -q "$top/manifests/memorandum-1961-01-18" \
		--profile "$profile" -o "$work/package"
	verify --profile "$profile" --profiles "$top/manifests" "$work/package"
	ends 0
	says 'population COMPLETE-AS-DECLARED'
}
case_ "a package with its record, by a profile" a_package

# --- What is in force is said, where it is asked for. ---

it_is_said() {
	before
	runs=$program
	verify --debug "$work/bag"
	says '^holdfast: in .*sandbox'
	verify "$work/bag"
	says_not "^holdfast: in "
	verify --debug --no-sandbox "$work/bag"
	says_not "^holdfast: in "
}
case_ "what is in force is said with --debug" it_is_said

# Whatever it is that the kernel refuses.
none_to_be_had() {
	[ "$landlock" != 0 ] || { skip "the kernel has no Landlock"; return; }
	before
	for call in 1 2 3 4 5; do
		HOLDFAST_FAULT="fail:$call:EPERM:landlock" "$build/holdfast-fault" \
			verify "$work/bag" >"$work/said" 2>&1
		status=$?
		ends 3
		says '^holdfast: the sandbox cannot be entered, so nothing is read (--no-sandbox does without): the kernel refuses '
		says_not VALID
		HOLDFAST_FAULT="fail:$call:EPERM:landlock" "$build/holdfast-fault" \
			verify --no-sandbox "$work/bag" >"$work/said" 2>&1
		status=$?
		ends 0
	done
}
case_ "one that cannot be entered is an error" none_to_be_had

echo "sandbox: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ] && [ $passed -gt 0 ]
