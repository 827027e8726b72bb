#!/bin/sh
# May one believe what holdfast computes?
#
#   tests/trust/run.sh BUILDDIR [ROUNDS]
#
# First, kernels that are wrong (planted.c): one that answers wrongly at the
# start is not used; one that is wrong later neither makes a verifier accuse a
# good file, nor gets a wrong digest into a manifest.
#
# Then TRUST_ROUNDS verifications (20) of a corpus of odd lengths, each with other
# manifests, other threads, or another engine: not one false alarm.  In every
# tenth of them a bit was turned over, and that file alone must be named.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR}" && pwd -P) || exit 2
rounds=${TRUST_ROUNDS:-20}
program=$build/holdfast
planted=$build/holdfast-planted
for file in "$program" "$planted"; do
	[ -x "$file" ] || { echo "tests/trust/run.sh: there is no program $file" >&2
			    exit 2; }
done
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-trust.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=1000000000
export LC_ALL TZ SOURCE_DATE_EPOCH
umask 022
passed=0 failed=0

# --- What is asked. ---

# As planted: as MODE COMMAND [ARG]...; the status is in $status.
as() {
	HOLDFAST_PLANTED=$1
	export HOLDFAST_PLANTED
	shift
	# shellcheck disable=SC2086 # words
	${HOLDFAST_WRAP-} "$planted" "$@" >"$work/out" 2>"$work/err"
	status=$?
}

complain() {
	[ $ok = 0 ] || echo "FAIL trust: $name"
	ok=0
	printf '%s\n' "$*" | sed 's/^/    /'
}

ends() {
	[ "$status" = "$1" ] || complain "status $status, must be $1:
$(tail -n 5 "$work/out" "$work/err")"
}

says() {
	grep -q -- "$1" "$work/out" "$work/err" ||
		complain "does not say '$1': $(tail -n 5 "$work/out" "$work/err")"
}

says_not() {
	! grep -q -- "$1" "$work/out" "$work/err" ||
		complain "says '$1': $(grep -h -- "$1" "$work/out" "$work/err" |
			head -n 3)"
}

there_is_no() {
	[ ! -e "$1" ] || complain "there is a '${1##*/}'"
	[ -z "$(find "$work" -name '*.holdfast-*')" ] || complain "something is left over"
}

# Each manifest of a bag says what coreutils compute.
is_right() {
	for manifest in "$1"/manifest-*.txt "$1"/tagmanifest-*.txt; do
		sum=${manifest##*manifest-}
		sum=${sum%.txt}sum
		(cd "$1" && "$sum" --check --strict --quiet "$manifest") \
			>"$work/sums" 2>&1 ||
			complain "${manifest##*/} is not right: $(head -n 3 "$work/sums")"
	done
}

# case_ NAME FUNCTION: count it.
case_() {
	name=$1 ok=1
	"$2"
	rm -rf "$work/bag" "$work/made"
	if [ $ok = 1 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# --- What it is asked of. ---

# manifests BAG SUM...: by coreutils, so that nothing of ours judges itself.
manifests() (
	cd "$1" || exit 1
	shift
	printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >bagit.txt
	for sum; do
		find data -type f -exec "${sum}sum" {} + | sort -k 2 \
			>"manifest-$sum.txt"
	done
)

# Enough files to fill the lanes; in each, here or there, what the kernel
# cannot bear (planted.c).
marked_folder() {
	mkdir -p "$1"
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
		{
			seq "$i" 99999 | head -c $((1024 * i * i))
			printf 'planted!'
			seq "$i" $((400 * i))
		} >"$1/file-$i.txt"
	done
}

marked_bag() {
	marked_folder "$work/bag/data"
	manifests "$work/bag" "$@"
}

# --- Kernels that are wrong. ---

right_kernels_are_used() {
	as nothing version --verbose
	ends 0
	for alg in md5 sha1 sha256 sha512; do
		says "^kernel: $alg, planted"
	done
	marked_bag md5 sha1 sha256 sha512
	as nothing verify "$work/bag"
	ends 0
	says VALID
}

wrong_at_the_start() {
	as always version --verbose
	ends 0
	says_not '^kernel:'
	marked_bag md5 sha1 sha256 sha512
	as always verify "$work/bag"
	ends 0
	as always create -q -a md5 -a sha1 -a sha256 -a sha512 \
		-o "$work/made" "$work/bag/data"
	ends 0
	is_right "$work/made"
}

# The findings tell too that the wrong kernel has been at work.
no_good_file_is_accused() {
	for sum in md5 sha1 sha256 sha512; do
		marked_bag "$sum"
		as marked verify "$work/bag"
		says_not payload-changed
		says changed-during-read
		says UNDETERMINED
		ends 3
		as marked verify --engine=openssl "$work/bag"
		ends 0
		rm -rf "$work/bag"
	done
}

what_did_change_is_told() {
	marked_bag sha1 sha512
	printf '?' | dd of="$work/bag/data/file-5.txt" bs=1 seek=100 \
		conv=notrunc status=none
	as marked verify "$work/bag"
	ends 1
	says "file-5.txt: .*payload-changed"
	for sum in sha1 sha512; do
		says "$("${sum}sum" <"$work/bag/data/file-5.txt" | cut -d ' ' -f 1)"
	done
	[ "$(grep -c '\[payload-changed\]' "$work/out")" = 2 ] ||
		complain "another file is accused: $(grep '\[payload-changed\]' "$work/out")"
}

nothing_wrong_is_written() {
	marked_folder "$work/bag"
	for sum in md5 sha1 sha256 sha512; do
		for how in medium cache; do
			as marked create -a "$sum" --verify-copy="$how" \
				-o "$work/made" "$work/bag"
			ends 3
			there_is_no "$work/made"
		done
		as marked create -a "$sum" --engine=openssl -o "$work/made" \
			"$work/bag"
		ends 0
		is_right "$work/made"
		rm -rf "$work/made"
	done
}

# Nobody reads it back: then no kernel is asked in the first place.
what_is_not_read_back_is_right() {
	marked_folder "$work/bag"
	as marked create -a md5 -a sha1 -a sha256 -a sha512 --verify-copy=none \
		-o "$work/made" "$work/bag"
	ends 0
	is_right "$work/made"
	rm -rf "$work/made"
	as marked create -a md5 -a sha1 -a sha256 -a sha512 --in-place \
		"$work/bag"
	ends 0
	is_right "$work/bag"
}

what_is_added_later_is_right() {
	marked_bag sha256
	as marked update -a sha512 -a md5 "$work/bag"
	ends 0
	is_right "$work/bag"
}

a_list_is_not_contradicted() {
	marked_folder "$work/bag"
	for sum in md5 sha1 sha256 sha512; do
		(cd "$work/bag" && "${sum}sum" -- *) >"$work/list.$sum"
		as marked create --expect="$work/list.$sum" -o "$work/made" \
			"$work/bag"
		ends 3
		says_not expected-differs
		says changed-during-read
		there_is_no "$work/made"
	done
}

case_ "kernels that are right are used" right_kernels_are_used
case_ "a kernel that is wrong at the start is not used" wrong_at_the_start
case_ "no good file is accused" no_good_file_is_accused
case_ "what did change is told, with its true digest" what_did_change_is_told
case_ "nothing wrong is written into a manifest" nothing_wrong_is_written
case_ "what is not read back is right at once" what_is_not_read_back_is_right
case_ "what is added later is right" what_is_added_later_is_right
case_ "a list of digests is not contradicted" a_list_is_not_contradicted

# --- Rounds. ---

# shellcheck source=tests/trust/rounds.sh
. "$here/rounds.sh"
make_corpus
run_rounds

echo "trust: $passed passed, $failed failed"
[ $failed = 0 ]
