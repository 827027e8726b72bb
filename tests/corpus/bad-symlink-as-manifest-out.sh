# The manifest is a symbolic link to a file outside the bag.
# expect: INVALID symlink-leaves-bag
plain_bag
mv bag/manifest-sha512.txt manifest-sha512.txt
ln -s ../manifest-sha512.txt bag/manifest-sha512.txt
