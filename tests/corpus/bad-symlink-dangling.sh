# A payload file is a symbolic link to nothing.
# expect: INVALID oxum-mismatch symlink-leaves-bag
plain_bag
mv bag/data/one.txt one.txt
ln -s nothing.txt bag/data/one.txt
