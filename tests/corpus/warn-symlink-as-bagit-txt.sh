# bagit.txt is a symbolic link to a file of the bag; it counts as that file.
# expect: VALID symlink-inside
# expect --strict: INVALID symlink-inside
plain_bag
mkdir bag/metadata
mv bag/bagit.txt bag/metadata/bagit.txt
ln -s metadata/bagit.txt bag/bagit.txt
