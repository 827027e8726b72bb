# Corpora, and bags of them.  Read by bench.sh, which sets tools, holdfast,
# folder and scale.
# shellcheck shell=sh disable=SC2154

# bag_folder CORPUS: where its bags are, one for each set of algorithms.
bag_folder() {
	printf '%s/bags/%s-%s\n' "$folder" "$1" "$scale"
}

# bag_name ALGORITHM...: sha256, or sha256+sha512
bag_name() {
	echo "$*" | tr ' ' '+'
}

# make_bags CORPUS: make what is not there yet.  One bag has all manifests;
# the others are of the same files by other names, so that they are on the disk
# and in the cache once.
make_bags() {
	bags=$(bag_folder "$1")
	[ ! -d "$bags" ] || return 0
	rm -rf "$bags.new"
	mkdir -p "$bags.new/all"
	echo "making the corpus '$1'" >&2
	"$tools/corpus" "$1" "$scale" "$bags.new/all"
	"$holdfast" create -q --in-place --verify-copy=none \
		-a md5 -a sha256 -a sha512 "$bags.new/all"
	for set in md5 sha256 sha512 'sha256 sha512'; do
		# shellcheck disable=SC2086 # words on purpose
		make_bag "$bags.new" $set
	done
	make_lists "$bags.new"
	rm -rf "$bags.new/all"
	sync
	mv "$bags.new" "$bags"
}

# make_bag FOLDER ALGORITHM...
make_bag() {
	from=$1/all
	shift
	to=${from%/all}/$(bag_name "$@")
	mkdir "$to"
	cp -al "$from/data" "$to/data"
	cp "$from/bagit.txt" "$from/bag-info.txt" "$to"
	for algorithm; do
		cp "$from/manifest-$algorithm.txt" "$to"
	done
	for algorithm; do
		(cd "$to" && "${algorithm}sum" bagit.txt bag-info.txt manifest-*.txt \
			>"tagmanifest-$algorithm.txt")
	done
}

# What some of the peers want to be told, made of our manifests: so whoever
# agrees with it agrees with us.
make_lists() {
	lists=$1/lists all=$1/all
	mkdir "$lists"
	sed 's/^[^ ]*  //' "$all/manifest-sha512.txt" >"$lists/paths"
	for algorithm in md5 sha256 sha512; do
		sed 's/  / */' "$all/manifest-$algorithm.txt" | LC_ALL=C sort \
			>"$lists/openssl-$algorithm"
	done
	(cd "$all" && find data -type f -printf '%s  %p\n') >"$lists/sizes"
	for algorithm in md5 sha256; do
		{
			printf '%%%%%%%% HASHDEEP-1.0\n%%%%%%%% size,%s,filename\n' $algorithm
			awk -F '  ' 'NR == FNR { size[$2] = $1; next }
				{ print size[$2] "," $1 "," $2 }' \
				"$lists/sizes" "$all/manifest-$algorithm.txt"
		} >"$lists/hashdeep-$algorithm"
	done
	awk -F '  ' 'NR == FNR { first[$2] = $1; next }
		{ print $2 "  " first[$2] "  " $1 }' \
		"$all/manifest-sha256.txt" "$all/manifest-sha512.txt" \
		>"$lists/rhash-sha256+sha512"
}

# some_file BAG: one of the payload, for a bit of it to be flipped.
some_file() {
	sed -n '1{ s/^[^ ]*  //; p; q; }' "$(echo "$1"/manifest-*.txt | cut -d' ' -f1)"
}
