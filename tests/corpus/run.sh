#!/bin/sh
# Verify the bag of each case, and compare what is found with what its header
# says must be found.
#
#   tests/corpus/run.sh BUILDDIR [CASE]...
#
# A case is a script that makes a bag in the folder bag, with the words of
# lib.sh.  Its header says what is wrong with the bag, and:
#
#   # expect [OPTION]...: VERDICT [FINDING]...
#	the verdict of holdfast verify with these options, and the names of
#	all its findings, sorted, each once.  The first has usually no options;
#	with --strict the same must come out unless another line says what.
#   # expect text: TEXT
#	what the report in words must contain
#   # expect status: N
#	where the exit status is not the one that belongs to the verdict
#
# With HOLDFAST_ONCE set each bag is verified once, for machines alone.
#
# Names of cases begin with their verdict: good-* VALID without a finding,
# warn-* VALID with one, bad-* INVALID or INCOMPLETE, unsupported-*
# UNDETERMINED.  In no case may verify write to the bag, print a control
# character, or say anything on standard error.
# shellcheck disable=SC2034,SC2154 # what tests/shares.sh sets and uses
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
program=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P)/holdfast
shift
wrap=${HOLDFAST_WRAP-}
export LC_ALL=C TZ=UTC
umask 022

. "$here/../shares.sh"
. "$here/../told.sh"
make_top corpus

# Everything that a reader could change of a bag, except what it reads.
listing() {
	find bag -printf '%p %y %m %n %i %s %T@ %C@ %l\n' | sort
}

complain() {
	[ "$ok" = 0 ] || echo "FAIL $name: $(sed -n '1s/^# //p' "$case")"
	ok=0
	echo "    $*"
}

# Verify with the options $1, and compare with the verdict and findings $2.
try() {
	# shellcheck disable=SC2086 # words
	$without $wrap "$program" verify $1 --format=json bag >"$own/json" \
		2>"$own/err"
	status=$?
	got=$(outcome_in "$own/json")
	wanted=$fixed
	[ -n "$wanted" ] || set_status_of "${2%% *}"
	[ "$got" = "$2" ] || complain "verify${1:+ $1}: must be $2
            but is $got"
	[ "$status" = "$wanted" ] ||
		complain "verify${1:+ $1}: status $status, must be $wanted"
	# valgrind speaks there of system calls that it does not know.
	[ -n "$wrap" ] || [ ! -s "$own/err" ] ||
		complain "verify${1:+ $1}: $(cat "$own/err")"
	! grep -qv '^{"type":"[a-z]*",.*}$' "$own/json" ||
		complain "verify${1:+ $1}: prints a line that is no object"
}

# The same for people: the same status, in lines that do no harm.
try_text() {
	# shellcheck disable=SC2086 # words
	$without $wrap "$program" verify $1 bag >"$own/text" 2>"$own/err"
	status=$?
	[ "$status" = "$wanted" ] ||
		complain "verify${1:+ $1}: status $status in words, $wanted in JSON"
	! grep -q '[[:cntrl:]]' "$own/text" ||
		complain "verify${1:+ $1}: prints a control character"
	iconv -f UTF-8 -t UTF-8 <"$own/text" >/dev/null 2>&1 ||
		complain "verify${1:+ $1}: prints what is not UTF-8"
	while IFS= read -r text; do
		grep -qF -e "$text" "$own/text" ||
			complain "the report does not contain: $text"
	done <"$own/texts"
}

try_all() {
	texts=0
	while IFS= read -r line; do
		options=${line#\# expect} options=${options%%:*}
		try "${options# }" "${line#*: }"
		[ -z "${HOLDFAST_ONCE-}" ] || return 0
		[ $texts = 1 ] || try_text "${options# }"
		texts=1
	done <"$own/expect"
	[ "$plainly$strictly" != 10 ] || try --strict "$first"
}

# What the case expects: in $own/expect and $own/texts, and in words.
read_header() {
	first='' fixed='' plainly=0 strictly=0
	: >"$own/texts"
	: >"$own/expect"
	while IFS= read -r line; do
		case $line in
		'# expect text: '*) printf '%s\n' "${line#*: }" >>"$own/texts" ;;
		'# expect status: '*) fixed=${line#*: } ;;
		'# expect: '[A-Z]* | '# expect --'*': '[A-Z]*)
			printf '%s\n' "$line" >>"$own/expect"
			[ -n "$first" ] || first=${line#*: } ;;
		esac
		case $line in
		'# expect: '*) plainly=1 ;;
		'# expect --strict: '*) strictly=1 ;;
		'' | '#'*) ;;
		*) break ;;
		esac
	done <"$case"
}

# Into $wanted; no process is made for it.
set_status_of() {
	case $1 in
	VALID | UNCHECKED) wanted=0 ;;
	INVALID | INCOMPLETE) wanted=1 ;;
	*) wanted=3 ;;
	esac
}

# Yields 0, 77 where the bag cannot be made here, or 1.
run_case() {
	name=${case##*/} name=${name%.sh}
	case=$here/$name.sh
	[ -f "$case" ] || { echo "FAIL there is no case $name"; return 1; }
	ok=1
	read_header
	case $name:$first in
	good-*:VALID | good-*:UNCHECKED | warn-*:VALID\ * | \
	warn-*:UNCHECKED\ * | bad-*:INVALID\ * | bad-*:INCOMPLETE\ * | \
	unsupported-*:UNDETERMINED\ *) ;;
	*) complain "its name does not fit what it expects: $first" ;;
	esac

	(
		set -eu
		. "$here/lib.sh"
		. "$case"
	) >"$own/made" 2>&1
	case $? in
	0) ;;
	77) echo "SKIP $name: $(tail -n 1 "$own/made")"
	    return 77 ;;
	*) complain "its bag could not be made: $(cat "$own/made")"
	   return 1 ;;
	esac

	listing >"$own/before"
	try_all
	listing | cmp -s "$own/before" - || complain "the bag was changed"
	[ $ok = 1 ]
}

[ $# -gt 0 ] || set -- "$here"/good-*.sh "$here"/warn-*.sh "$here"/bad-*.sh \
	"$here"/unsupported-*.sh
run_shares "$@"
tell_counts corpus
