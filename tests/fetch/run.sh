#!/bin/sh
# Fetch from a real server, on loopback, that does what servers do; see that the
# bag gets what was recorded and nothing else, and what each trouble comes to.
#
#	tests/fetch/run.sh BUILDDIR
set -u
cd "$(dirname "$0")/../.." || exit 1
top=$(pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR}" && pwd -P) || exit 2
holdfast=$build/holdfast
nginx=$(PATH=$PATH:/usr/sbin command -v nginx)
if [ -z "$nginx" ] || ! command -v openssl >/dev/null; then
	echo "skipped: fetch: there is no nginx, or no openssl"
	echo "fetch: 0 passed, 0 failed, 1 skipped"
	exit 0
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-fetch.XXXXXX") || exit 2
server=
running=
. tests/fetch/server.sh
leave() {
	[ -z "$running" ] || kill -9 "$running" 2>/dev/null
	end_serving
	rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' HUP INT TERM
export LC_ALL=C
unset HOLDFAST_FAULT HOLDFAST_FAULT_REPORT
# As elsewhere in the world: none of these is to be heeded.
export http_proxy=http://127.0.0.1:1/ https_proxy=http://127.0.0.1:1/ \
	all_proxy=http://127.0.0.1:1/
passed=0 failed=0

if ! begin_serving "$work/served"; then
	echo "FAIL nginx does not start"
	cat "$work/served/error.log" "$work/served/openssl.log"
	echo "fetch: 0 passed, 1 failed"
	exit 1
fi
here=http://127.0.0.1:$port

# --- Bags with holes. ---

printf 'hello\n' >"$served/files/hello.txt"
printf 'abcd\n' >"$served/files/a.txt"
printf 'Hello\n' >"$served/files/other.txt"
seq 20000 | head -c 100000 >"$served/files/long.txt"
: >"$served/files/none.txt"

# add FILE PATH: it is in the manifests of $bag, which are of two algorithms.
add() {
	for alg in md5 sha512; do
		sum=$(${alg}sum <"$served/files/$1") || exit 2
		echo "${sum%% *}  data/$2" >>"$bag/manifest-$alg.txt"
	done
}

# hole WAY FILE [PATH [LENGTH]]: and is to be fetched.
hole() {
	add "$2" "${3-$2}"
	case $1 in
	*://*) url=$1 ;;
	*) url=$here/$1/ ;;
	esac
	echo "$url$2 ${4-$(wc -c <"$served/files/$2")} data/${3-$2}" \
		>>"$bag/fetch.txt"
}

tag() (
	cd "$bag" || exit 2
	rm -f tagmanifest-sha512.txt
	sha512sum -- *.txt >../tags && mv ../tags tagmanifest-sha512.txt
)

# begin NAME: a case, with a bag of its own.
begin() {
	name=$1
	good=1
	rm -rf "$work/case"
	mkdir "$work/case" && cd "$work/case" || exit 2
	bag=$work/case/bag
	mkdir -p "$bag/data"
	printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' \
		>"$bag/bagit.txt"
	: >"$served/access.log"
}

end() {
	[ $good = 0 ] || passed=$((passed + 1))
	[ $good = 1 ] || failed=$((failed + 1))
}

# fetch OPTION...: the bag; what it says is in out and err.
fetch() {
	"${program:-$holdfast}" fetch --allow-private --format=json --retries=3 \
		"$@" bag >"$work/out" 2>"$work/err"
	status=$?
}

must() {
	"$@" && return
	printf 'FAIL %s: not so: %s\n' "$name" "$*"
	cat "$work/out" "$work/err" "$work/report" 2>/dev/null
	tail -n 3 "$served/access.log"
	good=0
}

ends_with() { [ "$status" = "$1" ]; }
tells() { grep -F "\"finding\":\"$1\"" "$work/out" | grep -F "\"path\":\"$2\"" | grep -qF -- "${3-}"; }
says() { grep -qF -- "$1" "$work/out"; }
# The server writes its log a moment after it answered.
within_a_second() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19; do
		"$@" && return
		sleep 0.05
	done
	"$@"
}
count_asked() { [ "$(grep -c " /$2" "$served/access.log")" = "$1" ]; }
asked() { within_a_second count_asked "$@"; }
# How an exchange ended, and from where on it was asked for: "206 /a.txt bytes=1-".
answered() { within_a_second grep -qF -- " $1" "$served/access.log"; }
connections() { within_a_second count_connections "$1"; }
count_connections() { [ "$(cut -d' ' -f1 "$served/access.log" | sort -u | wc -l)" = "$1" ]; }
same() { cmp -s "$served/files/$1" "$bag/data/${2-$1}"; }
absent() { [ ! -e "$bag/data/$1" ] && [ ! -L "$bag/data/$1" ]; }
nothing_beside() { [ "$(ls -A "$work/case")" = bag ]; }
beside() { [ -s "$work/case/.bag.holdfast-fetch/data/$1" ]; }
verifies() { "$holdfast" verify --format=json bag >"$work/verified" && grep -q '"verdict":"VALID"' "$work/verified"; }
incomplete() { "$holdfast" verify --format=json bag | grep -q '"verdict":"INCOMPLETE"'; }
# All of it was had, and nothing is left of how.
must_be_whole() {
	must ends_with 0
	must says '"verdict":"COMPLETE"'
	must verifies
	must nothing_beside
}

. "$top/tests/fetch/cases.sh"
. "$top/tests/fetch/cut.sh"

echo "fetch: $passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
