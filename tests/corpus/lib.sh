# shellcheck disable=SC2119,SC2120,SC2154 # info without lines is the usual one; run.sh sets $own
# What the cases are written with.  A case makes a bag in the folder bag; what
# lies beside it is outside the bag.

# The declaration: bagit_txt VERSION [ENCODING].
bagit_txt() {
	printf 'BagIt-Version: %s\nTag-File-Character-Encoding: %s\n' \
		"$1" "${2:-UTF-8}" >bag/bagit.txt
}

# The digest of a file: digest ALGORITHM FILE.
digest() {
	"${1}sum" <"$2" | cut -d ' ' -f 1
}

# A line of a manifest: entry ALGORITHM FILE [PATH-AS-WRITTEN].
entry() {
	printf '%s  %s\n' "$(digest "$1" "bag/$2")" "${3-$2}"
}

# Payload manifests that list every file under data/: manifests ALGORITHM...
manifests() {
	algorithms=$*
	for algorithm; do
		(cd bag && find data -type f -print | LC_ALL=C sort |
			tr '\n' '\0' | xargs -0 -r "${algorithm}sum" --) \
			>"bag/manifest-$algorithm.txt"
	done
}

# OCTETS.FILES, as Payload-Oxum has it.
oxum() {
	find bag/data -type f -printf '%s\n' |
		awk '{ octets += $1 } END { printf "%d.%d\n", octets, NR }'
}

# A bag-info.txt, with these lines behind Payload-Oxum: info [LINE]...
info() {
	printf 'Payload-Oxum: %s\n' "$(oxum)" >"bag/${info_name:-bag-info.txt}"
	[ $# -eq 0 ] || printf '%s\n' "$@" >>"bag/${info_name:-bag-info.txt}"
}

# The tag manifests, made anew after a change of tag files: seal [ALGORITHM]...
# They are of the algorithms of the payload manifests unless others are given.
seal() {
	# shellcheck disable=SC2086 # words
	[ $# -gt 0 ] || set -- $algorithms
	for algorithm; do
		(cd bag && find . -maxdepth 1 -type f -name '*.txt' \
			! -name 'tagmanifest-*' -printf '%P\n' |
			LC_ALL=C sort | xargs "${algorithm}sum" --) \
			>"bag/tagmanifest-$algorithm.txt"
	done
}

# All that is made from the payload, made anew after a change of it.
remake() {
	# shellcheck disable=SC2086 # words
	manifests $algorithms
	info
	seal
}

# A correct bag of two files: plain_bag [VERSION [ALGORITHM]...].  Most cases
# begin with one, so each is made once, and then copied.
plain_bag() {
	plain=$own/plain-$* version=${1:-1.0}
	[ $# -eq 0 ] || shift
	case $version in
	0.93 | 0.94 | 0.95) info_name=package-info.txt ;;
	*) info_name=bag-info.txt ;;
	esac
	algorithms=${*:-sha512}
	if [ -d "$plain" ]; then
		cp -R "$plain" bag
		return
	fi
	mkdir -p bag/data/notes
	echo one >bag/data/one.txt
	echo two >bag/data/notes/two.txt
	bagit_txt "$version"
	# shellcheck disable=SC2086 # words
	manifests $algorithms
	info
	seal
	cp -R bag "$plain"
}

# Add a file to fetch.txt: hole PATH [LENGTH [ADDRESS]], and remove it.
hole() {
	printf '%s %s %s\n' "${3:-https://example.org/$1}" \
		"${2:-$(wc -c <"bag/$1")}" "$1" >>bag/fetch.txt
	rm -f "bag/$1"
}

# This case cannot be made here: skip WHY.
skip() {
	echo "$*"
	exit 77
}

# Make a file or folder unreadable, even to root (see the runner's $without).
unreadable() {
	chmod 0 "$1"
	# shellcheck disable=SC2154,SC2086 # words, from the runner
	if $without test -r "$1"; then
		skip "nothing is unreadable to this user"
	fi
}

# Convert the tag files that are text of UTF-8 to another encoding, beginning
# with these bytes: encode ENCODING [BYTES-AS-PRINTF-HAS-THEM].
encode() {
	for tag_file in bag/bag-info.txt bag/manifest-*.txt bag/tagmanifest-*.txt
	do
		iconv -f UTF-8 -t "$1" <"$tag_file" >text
		# shellcheck disable=SC2059 # the bytes are a format
		{ printf "${2-}"; cat text; } >"$tag_file"
		case $tag_file in bag/manifest-*) seal ;; esac
	done
}

# Manifests of an algorithm that nobody knows, listing what the others list:
# unknown_manifests ALGORITHM.
unknown_manifests() {
	sed 's/^[0-9a-f]*/00000000/' bag/manifest-sha512.txt \
		>"bag/manifest-$1.txt"
	seal
	sed 's/^[0-9a-f]*/00000000/' bag/tagmanifest-sha512.txt \
		>"bag/tagmanifest-$1.txt"
}

# A further line of the manifest, with the digest of data/one.txt, and the tag
# manifest made anew: also_listed PATH...
also_listed() {
	for path; do
		entry sha512 data/one.txt "$path" >>bag/manifest-sha512.txt
	done
	seal
}

# A profile in a file, with this identifier, of bags of these versions, with these
# members beside those that every one has: profile_in FILE IDENTIFIER VERSIONS
# [MEMBER]...
profile_in() {
	profile_file=$1
	{
		printf '{"BagIt-Profile-Info": {\n'
		printf '"BagIt-Profile-Identifier": "%s",\n' "$2"
		printf '"BagIt-Profile-Version": "1.4.0",\n'
		printf '"Source-Organization": "A", "Version": "1",\n'
		printf '"External-Description": "B"},\n'
		printf '"Accept-BagIt-Version": [%s]' "$3"
		shift 3
		[ $# -eq 0 ] || printf ',\n%s' "$@"
		printf '}\n'
	} >"$profile_file"
}

# The same in profile.json, of bags of 1.0: profile [MEMBER]...
profile() {
	profile_in profile.json urn:x:profile '"1.0"' "$@"
}

# A correct bag that names that profile, with these lines: profiled_bag [LINE]...
profiled_bag() {
	plain_bag
	info 'BagIt-Profile-Identifier: urn:x:profile' "$@"
	seal
}
