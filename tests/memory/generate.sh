#!/bin/sh
# Make a bag of empty files with a pair of manifests, of any size.
#
#   tests/memory/generate.sh FOLDER COUNT
#
# A hundred files in each folder.  Prints how many bytes the paths have, which
# is what nobody can save.
set -eu
folder=$1 count=$2
sha256=$(printf '' | sha256sum) sha512=$(printf '' | sha512sum)

mkdir -p "$folder/data"
cd "$folder"
printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >bagit.txt
printf 'Payload-Oxum: 0.%d\n' "$count" >bag-info.txt
awk -v count="$count" -v sha256="${sha256%% *}" -v sha512="${sha512%% *}" '
	BEGIN {
		for (i = 0; i < count; i++) {
			path = sprintf("data/%05d/file-%07d.tif", i / 100, i)
			print sha256 "  " path >"manifest-sha256.txt"
			print sha512 "  " path >"manifest-sha512.txt"
			print path >"paths"
			if (i % 100 == 0)
				print substr(path, 1, 10) >"folders"
			bytes += length(path)
		}
		print bytes
	}'
xargs mkdir <folders
xargs touch <paths
rm folders paths
for algorithm in sha256 sha512; do
	"${algorithm}sum" bagit.txt bag-info.txt manifest-*.txt >"tagmanifest-$algorithm.txt"
done
