# The manifest is a symbolic link to a file of the bag; it counts as that file.
# expect: VALID symlink-inside
# expect --strict: INVALID symlink-inside
plain_bag
mkdir bag/metadata
mv bag/manifest-sha512.txt bag/metadata/manifest.txt
ln -s metadata/manifest.txt bag/manifest-sha512.txt
