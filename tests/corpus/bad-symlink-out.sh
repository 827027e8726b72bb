# A payload file is a symbolic link to a file outside the bag, with the right contents.
# expect: INVALID oxum-mismatch symlink-leaves-bag
plain_bag
mv bag/data/one.txt one.txt
ln -s ../../one.txt bag/data/one.txt
