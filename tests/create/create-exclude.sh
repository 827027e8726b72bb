# What --exclude matches, by path or by name, is left out, and told; a folder with all that is in it.
# expect: source-excluded source-folder-empty
mkdir -p src/keep src/cache/deep src/a/b
for file in one.tmp keep/two.tmp keep/two.txt cache/x cache/deep/y a/b/z .DS_Store keep/.DS_Store
do
	echo "$file" >"src/$file"
done
ends 0 create src -o bag --exclude '*.tmp' --exclude=cache --exclude 'a/*' --exclude .DS_Store
found source-folder-empty source-excluded source-excluded source-excluded source-excluded source-excluded source-excluded
told source-folder-empty a
for path in one.tmp keep/two.tmp cache a/b .DS_Store keep/.DS_Store; do
	told source-excluded "$path"
done
[ "$(cd bag/data && find . -type f)" = ./keep/two.txt ]
verdict bag VALID
# What is not there need not be.
ends 0 create src -o all --exclude nothing-like-it
found
