# For lints: `. tests/lint/lib.sh`.
# shellcheck shell=sh

# What the script that reads this ends with.
# shellcheck disable=SC2034
bad=0

# Tell a violation.
complain() {
	printf '%s\n' "$*"
	bad=1
}

# The project's files, one a line: those that git has or would take.  Without
# git (an unpacked release), everything but what was built.
files() {
	if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
		git ls-files --cached --others --exclude-standard
	else
		find . -type f ! -path './build/*' ! -path './.git/*' |
			sed 's|^\./||'
	fi | sort | while IFS= read -r file; do
		# One that is deleted, and not yet committed, is no file.
		[ -f "$file" ] && [ ! -L "$file" ] && printf '%s\n' "$file"
	done
}

# The same, without what is data: bytes that must stay as they are.
text_files() {
	files | grep -vE '^(tests/[a-z]+/[^/]*\.txt$|tests/fuzz/corpus/|packages/|manifests/.*/(data|payload)/|tests/cli/.*/expect\.)'
}
