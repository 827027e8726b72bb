#!/bin/sh
# Every finding is explained and tested: docs/findings.md has a section
# "### name" for each and for nothing else, and each is expected by a case of
# tests/corpus, tests/create or tests/chain, or tests/corpus/ELSEWHERE says which
# test meets it:
#
#	NAME PATH	a file or folder that mentions the finding's name
set -u
. tests/lint/lib.sh

def=src/finding/finding.def
docs=docs/findings.md
elsewhere=tests/corpus/ELSEWHERE
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-lint.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

sed -n 's/^HF_FINDING([A-Z0-9_]*, *"\([a-z0-9-]*\)",.*/\1/p' $def >"$work/listed"
sort -u "$work/listed" >"$work/names"
[ -s "$work/names" ] || complain "$def: no finding could be read"
[ "$(grep -c '^HF_FINDING(' $def)" = "$(wc -l <"$work/listed")" ] ||
	complain "$def: a finding is not written as the others are"
for name in $(sort "$work/listed" | uniq -d); do
	complain "$def: $name is there twice"
done

if [ -f $docs ]; then
	# shellcheck disable=SC2016 # backquotes are what is looked for
	sed -n 's/^### *`\{0,1\}\([a-z0-9-]*\)`\{0,1\} *$/\1/p' $docs | sort \
		>"$work/explained"
	for name in $(uniq -d "$work/explained"); do
		complain "$docs: $name is explained twice"
	done
	for name in $(sort -u "$work/explained" | comm -23 "$work/names" -); do
		complain "$docs: $name is not explained"
	done
	for name in $(sort -u "$work/explained" | comm -13 "$work/names" -); do
		complain "$docs: there is no finding $name"
	done
else
	complain "$docs is not there"
fi

# Cases expect findings by name: NAME, NAMExN where one comes N times, and
# NAME@LINE.
{
	cat tests/corpus/*.sh tests/create/*.sh 2>/dev/null |
		sed -n 's/^# expect[^:]*: //p'
	cat tests/chain/*.txt 2>/dev/null |
		sed -n -e 's/^# expect\( unsound\| by policy\)*: //p'
} | tr -s '[:blank:]' '\n' | sed -e 's/@[0-9]*$//' -e 's/x[0-9][0-9]*$//' |
	sort -u >"$work/expected"
: >"$work/elsewhere"
if [ -f $elsewhere ]; then
	while read -r name path _; do
		case $name in
		'' | '#'*) continue ;;
		esac
		echo "$name" >>"$work/elsewhere"
		grep -qx -- "$name" "$work/names" ||
			complain "$elsewhere: there is no finding $name"
		if [ -z "$path" ] || [ ! -e "$path" ]; then
			complain "$elsewhere: $name: there is no '$path'"
		elif ! grep -rqwF -- "$name" "$path"; then
			complain "$elsewhere: $path does not mention $name"
		fi
	done <$elsewhere
fi
sort -u "$work/expected" "$work/elsewhere" | comm -23 "$work/names" - >"$work/untested"
while read -r name; do
	complain "$name: no case of tests/corpus, tests/create or tests/chain expects it, nor is it in ELSEWHERE"
done <"$work/untested"
exit $bad
