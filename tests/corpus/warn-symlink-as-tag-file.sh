# bag-info.txt is a symbolic link to a file of the bag; it counts as that file.
# expect: VALID symlink-inside
# expect --strict: INVALID symlink-inside
plain_bag
mkdir bag/metadata
mv bag/bag-info.txt bag/metadata/info.txt
ln -s metadata/info.txt bag/bag-info.txt
