#!/bin/sh
# docs/rules.md is whole and true: below each "### NUMBER. RULE", whose number
# is there once, each word in backquotes is a finding or a test that is there;
# each finding of a rule is met by one of the rule's tests; and each case of
# tests/corpus, and each finding about a bag (FIXITY), is in some rule.
set -u
. tests/lint/lib.sh

rules=docs/rules.md
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-lint.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

sed -n 's/^HF_FINDING([A-Z0-9_]*, *"\([a-z0-9-]*\)",.*/\1/p' \
	src/finding/finding.def | sort >"$work/findings"
for case in tests/corpus/*-*.sh; do
	case=${case##*/}
	echo "${case%.sh}"
done | sort >"$work/cases"
sed -n 's/^HF_FINDING([A-Z0-9_]*, *"\([a-z0-9-]*\)",.* FIXITY,.*/\1/p' \
	src/finding/finding.def | sort >"$work/of_bags"

# RULE WORD, for each word in backquotes below a rule.
awk '/^### / { rule = $2; sub(/\.$/, "", rule) }
     /^## / { rule = "" }
     rule && !/^#/ {
	n = split($0, part, "`")
	for (i = 2; i <= n; i += 2)
		print rule, part[i]
     }' $rules >"$work/words"
sed -n 's/^### \([^ ]*\)\. .*/\1/p' $rules >"$work/rules"
[ -s "$work/words" ] || complain "$rules: no rule could be read"
for rule in $(sort "$work/rules" | uniq -d); do
	complain "$rules: $rule is there twice"
done

# The file or folder of a test, as it is written there.
test_path() {
	case $1 in
	tests/*) echo "$1" ;;
	*) echo "tests/corpus/$1.sh" ;;
	esac
}

# shellcheck disable=SC2013 # words
for rule in $(sort -u "$work/rules"); do
	findings='' tests=''
	# shellcheck disable=SC2013 # words
	for word in $(sed -n "s/^$rule //p" "$work/words"); do
		path=$(test_path "$word")
		if grep -qx -- "$word" "$work/findings"; then
			findings="$findings $word"
		elif [ -e "$path" ]; then
			tests="$tests $path"
		else
			complain "$rules: $rule: there is no finding and no test $word"
		fi
	done
	[ -n "$tests" ] || complain "$rules: $rule names no test"
	for finding in $findings; do
		# shellcheck disable=SC2086 # words
		grep -rqwF -- "$finding" $tests /dev/null ||
			complain "$rules: $rule: no test of it meets $finding"
	done
done

cut -d ' ' -f 2 "$work/words" | sort -u >"$work/named"
for case in $(comm -23 "$work/cases" "$work/named"); do
	complain "$rules: no rule names the case $case"
done
for finding in $(comm -23 "$work/of_bags" "$work/named"); do
	complain "$rules: no rule names the finding $finding"
done
exit $bad
