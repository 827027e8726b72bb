# Five links to files of the bag, which the manifest lists against the order of
# their names: each is still followed to its own file.
# expect: VALID symlink-inside
# expect --strict: INVALID symlink-inside
# expect --no-fixity: UNCHECKED symlink-inside
# expect --fast: UNCHECKED
plain_bag
for name in a b c d e; do
	ln -s notes/two.txt bag/data/link-$name.txt
done
for name in e b d a c; do
	entry sha512 data/link-$name.txt >>bag/manifest-sha512.txt
done
size=$(find -L bag/data -type f -printf '%s\n' | awk '{ n += $1 } END { print n "." NR }')
echo "Payload-Oxum: $size" >bag/bag-info.txt
seal
