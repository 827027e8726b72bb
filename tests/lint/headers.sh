#!/bin/sh
# Every header compiles by itself, and twice, with each compiler that is here;
# and what is installed declares nothing but what is exported.
set -u
. tests/lint/lib.sh

flags="-std=gnu11 -fsyntax-only -Wall -Wextra -Werror -Wno-unused-function
	-Wno-missing-field-initializers -Wno-unused-parameter
	-Isrc -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64"
for package in libcrypto libxml-2.0 jansson libutf8proc libcurl libarchive libseccomp sqlite3 check; do
	flags="$flags $(pkg-config --cflags "$package" 2>/dev/null)"
done

compilers=0
for cc in gcc clang; do
	command -v $cc >/dev/null || continue
	compilers=$((compilers + 1))
	for header in $(files | grep -E '^(src|tests)/.*\.h$'); do
		# shellcheck disable=SC2086 # a list of flags
		printf '#include "%s"\n#include "%s"\n' "$header" "$header" |
			$cc $flags -I. -x c - || complain "$header: $cc refuses it"
	done
done
[ $compilers -gt 0 ] || complain "there is neither gcc nor clang"

# Functions are declared at the beginning of a line.
for header in $(cc -Isrc -MM src/holdfast.h | tr -s ' \\\n' '\n' | grep '^src/.*\.h$'); do
	hidden=$(grep -nE '^[a-z][a-z_0-9 *]*[ *]hf_[a-z_0-9]+\(' "$header" |
		grep -vE '^[0-9]+:(typedef|static inline) ')
	[ -z "$hidden" ] || complain "$header: a client sees what it cannot call (HF_API):
$hidden"
done
exit $bad
