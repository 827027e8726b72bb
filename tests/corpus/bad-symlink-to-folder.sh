# A payload file is a symbolic link to a folder of the bag.
# expect: INVALID oxum-mismatch symlink-leaves-bag
plain_bag
mv bag/data/one.txt one.txt
ln -s notes bag/data/one.txt
