# bagit.txt is a symbolic link to a file outside the bag.
# expect: INVALID symlink-leaves-bag
plain_bag
mv bag/bagit.txt bagit.txt
ln -s ../bagit.txt bag/bagit.txt
