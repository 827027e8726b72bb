#!/bin/sh
# Random trees with hostile names: create, verify, change, update, verify, and
# in place too; what must always be so is looked at each time.
#
#   tests/create/property.sh BUILDDIR [SEED [ROUNDS]]
#
# The same SEED makes the same trees and changes.  Ends with 0, or with 1 at the
# first round in which something is not as it must be; that round's number is
# told, and its folder is left behind.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
program=$(CDPATH='' cd -- "${1:?usage: property.sh BUILDDIR [SEED [ROUNDS]]}" && pwd -P)/holdfast
seed=${2:-1}
rounds=${3:-4}
# shellcheck disable=SC2034 # for lib.sh
wrap=${HOLDFAST_WRAP-} without=
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=1000000000
umask 022
top=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-property.XXXXXX") || exit 1
trap 'exit 130' HUP INT TERM

# The plan of a round: words, and lines "KIND PATH SIZE TIME" whose paths are
# as printf's %b takes them.
plan() {
	awk -v seed="$1" '
	function pick(n) { return int(rand() * n) }
	# Octal throughout, so that nothing in it means anything to the shell.
	function name(number,   s, i, n) {
		n = 1 + pick(6)
		for (i = 0; i < n; i++)
			s = s part[1 + pick(parts)]
		if (!pick(12))
			for (i = 0; i < 150; i++)
				s = s "\\0154"
		return pick(2) ? digits(number) s : s digits(number)
	}
	function digits(number,   s, i) {
		for (i = 1; i <= length(number); i++)
			s = s sprintf("\\00%d", 60 + substr(number, i, 1) + (substr(number, i, 1) > 7 ? 2 : 0))
		return s
	}
	# Before 1970, around now, and far off, to the nanosecond.
	function time() { return sprintf("@%d.%09d", (pick(3) - 1) * 1500000000 + pick(999999999), pick(999999999)) }
	BEGIN {
		srand(seed)
		parts = split("\\0141 \\0102 \\0172 \\0045 \\0045\\0062\\0065 \\0045\\0060\\0101 \\0045\\0060\\0144 " \
			"\\0012 \\0015 \\0011 \\0040 \\0040\\0040 \\0134 \\0134\\0156 \\0052 \\0077 \\0042 \\0047 \\0140 " \
			"\\0044 \\0046 \\0073 \\0174 \\0033\\0133\\0061\\0155 \\0177 \\0001 \\0303\\0251 \\0145\\0314\\0201 " \
			"\\0360\\0237\\0223\\0234 \\0342\\0200\\0256 \\0056\\0056 \\0056 \\0055 \\0176 \\0043 \\0050 " \
			"\\0051\\0040\\0075\\0040 \\0144\\0141\\0164\\0141 \\0103\\0117\\0116 \\0056\\0164\\0170\\0164", part, " ")
		folders = 1
		folder[0] = "\\0163\\0162\\0143"
		n = pick(8)
		for (i = 0; i < n; i++) {
			folder[folders] = folder[pick(folders)] "\\0057" name(i)
			print "folder", folder[folders], 0, time()
			folders++
		}
		n = 2 + pick(14)
		for (i = 0; i < n; i++) {
			size = pick(4) ? pick(300) : pick(4) ? 0 : 65530 + pick(200000)
			print "file", folder[pick(folders)] "\\0057" name(i + 10), size, time()
		}
		split("md5 sha1 sha256 sha384 sha512 sha3512 blake2b512", algorithm, " ")
		printf "algorithms"
		for (i = 1 + pick(3); i > 0; i--)
			printf " %s", algorithm[1 + pick(7)]
		printf "\nfurther %s\n", algorithm[1 + pick(7)]
		print "file-to-change", 1 + pick(n)
		print "changes", pick(4), pick(3), pick(4)	# of, added, removed
		print "obstacle", pick(7)
		print "leftover", pick(3)
	}'
}

# A word of the plan: word NAME [NUMBER].
word() {
	sed -n "s/^$1 //p" plan | cut -d ' ' -f "${2:-1-}"
}

# The name that a path of the plan means, in $named, line ends at its end too.
name_of() {
	named=$(printf '%b.' "$1")
	named=${named%.}
}

make_tree() {
	while read -r kind path size when; do
		case $kind in
		folder)
			name_of "$path"
			mkdir -- "$named" ;;
		file)
			name_of "$path"
			printf "%${size}s" "$size" >"$named"
			touch -d "$when" -- "$named" ;;
		esac
	done <plan
	while read -r kind path size when; do
		[ "$kind" = folder ] || continue
		name_of "$path"
		touch -d "$when" -- "$named"
	done <plan
	touch -d '2001-02-03 04:05:06.789012345' src
}

# The file with this number, in the order of names, in $named: nth FOLDER NUMBER.
nth() {
	named=$(find "$1" -type f ! -name .keep -print0 | sort -z |
		sed -z -n "${2}p" | tr -d '\0'; echo .)
	named=${named%.}
}

# Every digest of the bag, by holdfast and by other tools.
sound() {
	"$program" verify --strict -q bag >verified 2>&1 ||
		fail "the bag is not valid: $(cat verified)"
	for manifest in bag/manifest-*.txt; do
		algorithm=${manifest#bag/manifest-}
		case ${algorithm%.txt} in
		md5 | sha1 | sha256 | sha384 | sha512) listed bag "${algorithm%.txt}" ;;
		esac
	done
}

# The payload's files and folders as contents() has them, without what was
# added to keep folders.
payload() {
	contents "$1" ! -name .keep
}

# Put something in the way; nothing may be made, and nothing touched.
obstruct() {
	case $(word obstacle) in
	0) ln -s nowhere src/obstacle ;;
	1) mkfifo src/obstacle ;;
	2) echo x >"src/$(printf 'obst\351cle')" ;;
	3) echo x >src/obstacle && echo x >src/OBSTACLE ;;
	4) echo x >src/bagit.txt ;;
	*) return 0 ;;
	esac
	keep src
	ends 3 create src -o bag
	ends 3 create --in-place src
	unchanged src
	absent bag
	clean
	rm -f src/obst*cle src/OBSTACLE src/bagit.txt
	touch -d '2001-02-03 04:05:06.789012345' src
}

create() {
	set --
	for algorithm in $(word algorithms); do
		set -- "$@" -a "$algorithm"
	done
	recovered=false
	if [ "$(word leftover)" = 0 ]; then
		mkdir -p .bag.holdfast-partial/data/x
		recovered=true
	fi
	payload src >was
	keep src
	ends 0 create src -o bag --keep-empty "$@"
	member recovered $recovered
	unchanged src
	payload bag/data | diff was - || fail "the payload is not the source"
	sound
	clean
}

# Change some files, add some, remove some: all counted.
change() {
	changed=$(word changes 1) added=$(word changes 2) removed=$(word changes 3)
	total=$(find bag/data -type f ! -name .keep -print0 | tr -dc '\0' | wc -c)
	[ $((changed + removed)) -le "$total" ] || { changed=1 removed=1; }
	for i in $(seq "$removed"); do
		nth bag/data "$total"
		total=$((total - 1))
		rm -- "$named"
	done
	for i in $(seq "$changed"); do
		nth bag/data "$i"
		stat -c %y -- "$named" >when
		printf x >>"$named"
		# As if nobody had touched it.
		touch -d "$(cat when)" -- "$named"
	done
	for i in $(seq "$added"); do
		echo "$i" >"bag/data/$(printf 'new\n%%0A %s ' "$i")"
	done
}

update() {
	if [ $((changed + added + removed)) -gt 0 ]; then
		"$program" verify -q bag >verified 2>&1 &&
			fail "verify does not see the change"
		keep bag
		ends 1 update bag
		unchanged bag
	fi
	payload bag/data >was
	ends 0 update --accept=changed,added,removed -a "$(word further)" bag
	member changed "$changed"
	member added "$added"
	member removed "$removed"
	payload bag/data | diff was - || fail "the update changed the payload"
	sound
	cat bag/*.txt | cksum >once
	ends 0 update --fix-manifests bag
	cat bag/*.txt | cksum | diff once - || fail "a second update changes something"
	ends 0 update bag
	member written false
	clean
}

in_place() {
	# shellcheck disable=SC2046 # words
	contents src >was
	if [ "$(word leftover)" = 1 ]; then
		mkdir .src.holdfast-around
		echo x >.src.holdfast-around/bagit.txt
	fi
	ends 0 create --in-place src
	if [ "$(word leftover)" = 2 ]; then
		mv src .src.holdfast-around
		ends 0 create --in-place src
		member finished true
	fi
	contents src/data | diff was - || fail "in place changes the payload"
	rm -r bag
	mv src bag
	sound
	clean
}

run_round() (
	set -eu
	mkdir "$top/round"
	cd "$top/round"
	own=$top/own
	mkdir -p "$own"
	: >"$own/found"
	. "$here/lib.sh"
	mkdir src
	plan "$1" >"$own/plan"
	mv "$own/plan" plan
	make_tree
	obstruct
	create
	change
	update
	in_place
)

for round in $(seq "$rounds"); do
	# One number for both, so that a round can be had again by itself.
	status=0
	run_round $((seed + round - 1)) >"$top/said" 2>&1 || status=$?
	if [ $status != 0 ]; then
		echo "FAIL property: seed $((seed + round - 1)): see $top"
		tail -n 20 "$top/said"
		exit 1
	fi
	chmod -R u+rwX "$top/round"
	rm -rf "$top/round"
done
rm -rf "$top"
