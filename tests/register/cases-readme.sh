# shellcheck shell=sh disable=SC2154 # the suite sets $here
# The README's register is made as it says there, and says what it says there.

# The first block below the heading $1 of README.md.
readme_block() {
	awk -v heading="## $1" '
		$0 == heading { found = 1 }
		found && /^```/ { if (inside) exit; inside = 1; next }
		inside' "$here/../../README.md"
}

# What a terminal would show of the commands in the file $1, run here.
transcript() {
	command=
	while IFS= read -r line <&3; do
		case $line in
		'$ '*) command=${line#'$ '} ;;
		'> '*) command="$command
${line#'> '}" ;;
		*) continue ;;
		esac
		printf '%s\n' "$line"
		case $line in
		*\\) continue ;;
		esac
		eval "$command" 2>&1
	done 3<"$1"
}

# Without what is another on another day, and in another version.
timeless() {
	sed -E -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}Z)?/DAY/g' \
		-e 's/\+[0-9a-f]{8}\+[A-Za-z0-9+\/=]{44}/+KEY/g' \
		-e 's/\<[0-9a-f]{12}([0-9a-f]{52})?\>/DIGEST/g' \
		-e 's/[0-9.]+ KiB/SIZE/g' -e 's/^Bytes: .*/Bytes: N/' \
		-e 's/holdfast [0-9.]+ /holdfast VERSION /' "$1"
}

case_the_register_of_the_readme() {
	for folder in manifests/memorandum-1961-01-18 packages/demo; do
		mkdir -p "$folder"
	done
	cp "$here"/../../manifests/memorandum-1961-01-18/* manifests/memorandum-1961-01-18
	holdfast create -q manifests/memorandum-1961-01-18 -o packages/demo/
	readme_block 'A register in five minutes' >../wanted
	[ "$(grep -c '^\$ ' ../wanted)" -gt 9 ] || fail 'README.md has no such block'
	begin=$PWD
	transcript ../wanted >../shown
	cd "$begin" || exit
	timeless ../wanted >../wanted-timeless
	timeless ../shown >../shown-timeless
	diff -u ../wanted-timeless ../shown-timeless
}
