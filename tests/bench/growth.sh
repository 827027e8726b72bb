# How time and memory grow with the number of files.  Read by bench.sh, which
# sets here, tools, holdfast, folder, results, scale, growth_rounds and repeats.
# shellcheck shell=sh disable=SC2154

# Nobody waits for an hour because a file system is slow.
seconds_to_make=240 seconds_to_measure=240

# tiny_bag FILES: of as many files of 16 bytes, with two manifests.  Made by
# coreutils, for holdfast create would sync a million files.
tiny_bag() {
	bag=$folder/bags/tiny-$1
	rm -rf "$bag"
	mkdir -p "$bag/data"
	"$tools/corpus" tiny "$1" "$bag/data"
	(
		cd "$bag" || exit
		printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >bagit.txt
		find data -type f | LC_ALL=C sort >../tiny-paths
		for algorithm in sha256 sha512; do
			xargs -d '\n' -a ../tiny-paths "${algorithm}sum" \
				>"manifest-$algorithm.txt"
		done
	)
}

# growth: one table, and $results/growth.json.
growth() {
	made=
	for files in 1000 10000 100000 1000000; do
		files=$((files / scale))
		[ $files -gt 0 ] || files=1
		echo "making a bag of $files files" >&2
		if ! timeout $seconds_to_make sh -ceu "
			tools='$tools' folder='$folder'
			. '$here/growth.sh'
			tiny_bag $files"; then
			echo "bench: no bag of $files files could be made in $seconds_to_make seconds: left out" >&2
			break
		fi
		made="$made $files"
	done
	for files in $made; do
		row ours "$files files" \
			"exec '$holdfast' verify -q '$folder/bags/tiny-$files'"
	done >"$folder/growth.tsv"
	# Fewer rounds: what is asked is whether the line is straight.
	timeout $seconds_to_measure "$tools/measure" --rounds="$growth_rounds" \
		--repeats="$repeats" --json="$results/growth.json" \
		--about='"case": "growth", "corpus": "tiny", "cache": "warm", "algorithms": ["sha256", "sha512"]' \
		"growth: files of 16 bytes" <"$folder/growth.tsv" ||
		echo "bench: growth was not measured in $seconds_to_measure seconds: left out" >&2
	rm -rf "$folder"/bags/tiny-*
}
