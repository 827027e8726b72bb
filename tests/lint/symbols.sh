#!/bin/sh
# Names: whatever the library defines for others begins with hf_; the shared
# library offers exactly what the headers mark HF_API; and that is enough for
# the command line, a client like any other.
set -u
. tests/lint/lib.sh

build=$1
static=$build/libholdfast.a
shared=
for file in "$build"/libholdfast.so.*; do
	[ -f "$file" ] && [ ! -L "$file" ] && shared=$file
done
if [ ! -f "$static" ] || [ -z "$shared" ]; then
	complain "there is no library in $build"
	exit 1
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-lint.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

# What instruments add (-fsanitize) begins with two underscores.
nm -g --defined-only "$static" 2>/dev/null |
	awk 'NF == 3 && $3 !~ /^(hf_|__)/ { print $3 }' | sort -u >"$work/foreign"
while read -r name; do
	complain "libholdfast.a defines $name: a global name begins with hf_"
done <"$work/foreign"

# From HF_API to the semicolon is a declaration; the name stands before the
# first parenthesis, or at the end of a variable's.
cat src/*/*.h | awk '
	/^[ \t]*#/ { next }
	!open && /HF_API/ { open = 1; text = "" }
	open { text = text " " $0 }
	open && /;/ {
		open = 0
		sub(/;.*/, "", text)
		if (text ~ /\(/)
			sub(/[ \t]*\(.*/, "", text)
		sub(/\[.*/, "", text)
		match(text, /[A-Za-z0-9_]+$/)
		print substr(text, RSTART, RLENGTH)
	}' | sort -u >"$work/marked"
nm -D --defined-only "$shared" | awk '$3 !~ /^__/ { print $3 }' | sed 's/@.*//' |
	sort -u >"$work/exported"
comm -23 "$work/marked" "$work/exported" >"$work/missing"
comm -13 "$work/marked" "$work/exported" >"$work/extra"
while read -r name; do
	complain "$name is marked HF_API, but the shared library does not offer it"
done <"$work/missing"
while read -r name; do
	complain "$name is offered by the shared library, but not marked HF_API"
done <"$work/extra"
[ -s "$work/marked" ] || complain "no header marks anything HF_API"

for object in "$build"/src/cli/*.o; do
	source=src/${object#"$build"/src/}
	[ -f "${source%.o}.c" ] || continue
	nm -u "$object" | awk '$NF ~ /^hf_/ { print $NF }'
done | sort -u | comm -23 - "$work/exported" >"$work/unreachable"
while read -r name; do
	complain "cli/ uses $name, which is not marked HF_API"
done <"$work/unreachable"
exit $bad
