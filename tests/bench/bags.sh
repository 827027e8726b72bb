# A corpus, and a bag of it.  Read by bench.sh, which sets tools, holdfast,
# folder and scale.
# shellcheck shell=sh disable=SC2154

# bag_folder CORPUS: where its bag is, its manifests, and lists for peers.
bag_folder() {
	printf '%s/bags/%s-%s\n' "$folder" "$1" "$scale"
}

# bag_name ALGORITHM...: sha256, or sha256+sha512
bag_name() {
	echo "$*" | tr ' ' '+'
}

# make_bag CORPUS: unless it is there.  It is made with all manifests, and they
# are kept aside: which of them are in it, dress_bag decides for each case.
make_bag() {
	place=$(bag_folder "$1")
	[ ! -d "$place" ] || return 0
	rm -rf "$place.new"
	mkdir -p "$place.new/bag" "$place.new/manifests"
	echo "making the corpus '$1'" >&2
	"$tools/corpus" "$1" "$scale" "$place.new/bag"
	"$holdfast" create -q --in-place --verify-copy=none \
		-a md5 -a sha256 -a sha512 "$place.new/bag"
	rm "$place.new"/bag/tagmanifest-*.txt
	mv "$place.new"/bag/manifest-*.txt "$place.new/manifests"
	make_lists "$place.new"
	sync
	mv "$place.new" "$place"
}

# dress_bag PLACE ALGORITHM...: a bag with these manifests.
dress_bag() {
	place=$1
	shift
	rm -f "$place"/bag/*manifest-*.txt
	for algorithm; do
		cp "$place/manifests/manifest-$algorithm.txt" "$place/bag"
	done
	for algorithm; do
		(cd "$place/bag" && "${algorithm}sum" bagit.txt bag-info.txt manifest-*.txt \
			>"tagmanifest-$algorithm.txt")
	done
}

# make_archive PLACE FORM: of the bag as it is dressed, by tools that are not
# ours, with the manifests before the payload; and the digest of all that
# bsdtar gives of its payload.
make_archive() {
	rm -rf "${1:?}/$2"
	mkdir "$1/$2"
	(
		cd "$1" || exit 1
		find bag -path bag/data -prune -o -type f -print | LC_ALL=C sort
		find bag/data -type f | LC_ALL=C sort
	) >"$1/members"
	case $2 in
	tar) tar -C "$1" -T "$1/members" -cf - ;;
	tar.gz) tar -C "$1" -T "$1/members" -cf - | gzip ;;
	tar.zst) tar -C "$1" -T "$1/members" -cf - | zstd -q -T0 ;;
	zip) bsdtar -C "$1" -T "$1/members" -c --format=zip \
		--options=zip:compression=store -f - ;;
	esac >"$1/$2/bag.$2"
	[ "$2" != tar ] || (cd "$1/$2" &&
		bsdtar -xOf bag.tar 'bag/data/*' | openssl dgst -r -sha512 >whole)
	sync
}

# What some of the peers want to be told, made of our manifests: so whoever
# agrees with it agrees with us.
make_lists() {
	lists=$1/lists manifests=$1/manifests
	mkdir "$lists"
	sed 's/^[^ ]*  //' "$manifests/manifest-sha512.txt" >"$lists/paths"
	for algorithm in md5 sha256 sha512; do
		sed 's/  / */' "$manifests/manifest-$algorithm.txt" | LC_ALL=C sort \
			>"$lists/openssl-$algorithm"
	done
	(cd "$1/bag" && find data -type f -printf '%s  %p\n') >"$lists/sizes"
	for algorithm in md5 sha256; do
		{
			printf '%%%%%%%% HASHDEEP-1.0\n%%%%%%%% size,%s,filename\n' $algorithm
			awk -F '  ' 'NR == FNR { size[$2] = $1; next }
				{ print size[$2] "," $1 "," $2 }' \
				"$lists/sizes" "$manifests/manifest-$algorithm.txt"
		} >"$lists/hashdeep-$algorithm"
	done
	awk -F '  ' 'NR == FNR { first[$2] = $1; next }
		{ print $2 "  " first[$2] "  " $1 }' \
		"$manifests/manifest-sha256.txt" "$manifests/manifest-sha512.txt" \
		>"$lists/rhash-sha256+sha512"
}

# some_file BAG: one of the payload, for a bit of it to be flipped.
some_file() {
	sed -n '1{ s/^[^ ]*  //; p; q; }' "$(echo "$1"/manifest-*.txt | cut -d' ' -f1)"
}
