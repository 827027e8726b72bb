#!/bin/sh
# Verify every bag of the Library of Congress's conformance suite, and compare
# verdict and findings with those of expected.tsv.
#
#   tests/conformance/run.sh BUILDDIR
#
# The suite is not part of holdfast: it is looked for in the folder that
# HOLDFAST_TEST_DATA names, or else in ../shared/data beside the project.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
program=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR}" && pwd -P)/holdfast
suite=${HOLDFAST_TEST_DATA:-$here/../../../shared/data}/bagit-conformance-suite.tar
expected=$here/expected.tsv
. "$here/../told.sh"
export LC_ALL=C TZ=UTC

tab=$(printf '\t')
bags=$(grep -c "^v.*$tab" "$expected")
if [ ! -f "$suite" ]; then
	echo "skipped: there is no $suite (see HOLDFAST_TEST_DATA)"
	echo "conformance: 0 passed, 0 failed, $bags skipped"
	exit 0
fi

top=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-conformance.XXXXXX") || exit 1
trap 'rm -rf "$top"' EXIT
trap 'exit 1' HUP INT TERM
passed=0 failed=0

fail() {
	echo "FAIL $*"
	failed=$((failed + 1))
}

# Bag $1 must have the verdict $2 and the findings $3.
try() {
	"$program" verify --format=json "$1" >"$top/json" 2>"$top/err"
	status=$?
	got=$(outcome_in "$top/json")
	if [ -s "$top/err" ]; then
		fail "$1: $(cat "$top/err")"
	elif [ "$status" != "$(status_of "$2")" ]; then
		fail "$1: status $status, must be $(status_of "$2")"
	elif [ "$got" != "$2${3:+ $3}" ]; then
		fail "$1: must be $2 $3
            but is $got"
	else
		passed=$((passed + 1))
	fi
}

tar -xf "$suite" -C "$top" && cd "$top/bagit-conformance-suite" || exit 1
# Its maker never committed the file that this bag is about.
: >v0.97/warning/special-system-files/data/.DS_Store

for bag in v*/*/*/; do
	bag=${bag%/}
	grep -q "^$bag$tab" "$expected" || fail "$bag: is not in expected.tsv"
done
while IFS=$tab read -r bag verdict findings; do
	case $bag in
	\#*) ;;
	*) try "$bag" "$verdict" "$findings" ;;
	esac
done <"$expected"
echo "conformance: $passed passed, $failed failed"
[ $failed = 0 ]
