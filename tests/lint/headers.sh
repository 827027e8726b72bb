#!/bin/sh
# Every header compiles by itself, and twice, and with each compiler that is here;
# and what is installed declares nothing but what is exported.
set -u
. tests/lint/lib.sh

flags="-std=gnu11 -fsyntax-only -Wall -Wextra -Werror -Wno-unused-function
	-Wno-missing-field-initializers -Wno-unused-parameter
	-Isrc -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64"
for package in libcrypto libxml-2.0 jansson libutf8proc libcurl libarchive libseccomp sqlite3 check; do
	flags="$flags $(pkg-config --cflags "$package" 2>/dev/null)"
done

# compile COMPILER HEADER...: all of them, one behind the other.
compile() {
	cc=$1
	shift
	# shellcheck disable=SC2086 # a list of flags
	printf '#include "%s"\n' "$@" | $cc $flags -I. -x c - ||
		complain "$*: $cc refuses it"
}

headers=$(files | grep -E '^(src|tests)/.*\.h$')
# Whether one lacks what it needs, any compiler sees.
first=
for cc in gcc clang; do
	command -v $cc >/dev/null && first=${first:-$cc}
done
[ -n "$first" ] || complain "there is neither gcc nor clang"
for header in $headers; do
	[ -z "$first" ] || compile "$first" "$header" "$header"
done
# What clang warns of besides, it sees of all in a folder at once.
if command -v clang >/dev/null; then
	for folder in $(printf '%s\n' "$headers" | sed 's|/[^/]*$||' | sort -u); do
		# shellcheck disable=SC2046 # names of files
		compile clang $(printf '%s\n' "$headers" | grep "^$folder/[^/]*$")
	done
fi

# Functions are declared at the beginning of a line.
for header in $(cc -Isrc -MM src/holdfast.h | tr -s ' \\\n' '\n' | grep '^src/.*\.h$'); do
	hidden=$(grep -nE '^[a-z][a-z_0-9 *]*[ *]hf_[a-z_0-9]+\(' "$header" |
		grep -vE '^[0-9]+:(typedef|static inline) ')
	[ -z "$hidden" ] || complain "$header: a client sees what it cannot call (HF_API):
$hidden"
done
exit $bad
