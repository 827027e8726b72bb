#!/bin/sh
# Walk the log of a register with sha256sum alone, as anybody can who has no
# holdfast: each entry names, in Prev, the hash of the one before, and that is
# SHA-256 of an octet 0 and the entry's own octets, its empty line included.
#
#   tests/log/walk.sh ENTRIES.TXT
#
# Prints the number of entries and the hash of the last; what does not agree is
# named on standard error, and the status is 1.
set -u
LC_ALL=C
export LC_ALL

file=${1:?usage: walk.sh ENTRIES.TXT}
lf='
'
expected=- hash=- n=0 entry='' bad=0

end_entry() {
	prev=${entry#*"${lf}Prev: "}
	prev=${prev%%"$lf"*}
	case $entry in
	"Entry: $n$lf"*) ;;
	*)
		echo "$file: where entry $n must be there is: ${entry%%"$lf"*}" >&2
		bad=1 ;;
	esac
	if [ "$prev" != "$expected" ]; then
		echo "$file: entry $n names $prev, and the one before has $expected" >&2
		bad=1
	fi
	hash=$({ printf '\0'; printf '%s\n' "$entry"; } | sha256sum)
	hash=${hash%% *}
	expected=$hash n=$((n + 1)) entry=''
}

while IFS= read -r line; do
	entry=$entry$line$lf
	[ -n "$line" ] || { entry=${entry%"$lf"}; end_entry; }
done <"$file"
if [ -n "$entry$line" ]; then
	echo "$file: it ends in the middle of entry $n" >&2
	bad=1
fi
echo "$n entries, the last is $hash"
exit $bad
