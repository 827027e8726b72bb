#!/bin/sh
# Measure holdfast verify beside sha512sum -c, in one run, on bags that both
# read from a warm cache: a few big files, and many small ones.
#
#   tests/bench/bench.sh BUILDDIR FOLDER
#
# BENCH_SCALE=N divides the sizes by N for a quick run; BENCH_ROUNDS sets the
# rounds (default 5).  The bags stay in FOLDER for the next run.
set -eu

build=$1 folder=$2
scale=${BENCH_SCALE:-1} rounds=${BENCH_ROUNDS:-5}
holdfast=$(CDPATH='' cd -- "$build" && pwd)/holdfast
mkdir -p "$folder"

# Bytes that are the same in every run and that nothing can compress.
bytes() { # COUNT KEY
	openssl enc -aes-128-ctr -K "$2" -iv 00000000000000000000000000000000 \
		-in /dev/zero 2>/dev/null | head -c "$1"
}

big() {
	for i in 1 2 3 4; do
		bytes $((512 * 1024 * 1024 / scale)) "0000000000000000000000000000000$i" >"$1/file-$i"
	done
}

small() {
	folders=$((500 / scale))
	for i in $(seq -w 1 $folders); do
		mkdir "$1/$i"
	done
	bytes $((folders * 100 * 4096)) 00000000000000000000000000000009 |
		split -b 409600 --numeric-suffixes=1 -a ${#folders} \
			--filter="split -b 4096 -d -a 2 - $1/\${FILE##*/x}/f" - "$1/x"
}

bag() { # NAME
	bag=$folder/$1-$scale
	[ ! -d "$bag" ] || return 0
	rm -rf "$folder/source" "$bag.new"
	mkdir "$folder/source"
	"$1" "$folder/source"
	"$holdfast" create -q "$folder/source" -o "$bag" --verify-copy=none
	rm -rf "$folder/source"
}

cores=$(nproc)
echo "$(uname -m), $cores cores, $(openssl version | cut -d' ' -f1,2), $("$holdfast" version), scale 1/$scale"
for corpus in big small; do
	bag $corpus
	share=$((($(wc -l <"$bag/manifest-sha512.txt") + cores - 1) / cores))
	cd "$bag"
	case $corpus in
	big) title="4 files of $((512 / scale)) MiB" ;;
	small) title="$((500 / scale))00 files of 4 KiB" ;;
	esac
	"$OLDPWD/$build/measure" "$rounds" "$title, warm" \
		"holdfast verify" "$holdfast verify -q ." \
		"xargs -P$cores sha512sum -c" "xargs -d '\\n' -a manifest-sha512.txt -P $cores -n $share \
			sh -c 'printf \"%s\\n\" \"\$@\" | sha512sum -c --status -' sh" \
		"sha512sum -c" "sha512sum -c --status manifest-sha512.txt"
	cd "$OLDPWD"
done
