# A payload file is a symbolic link to itself.
# expect: INVALID oxum-mismatch symlink-leaves-bag
plain_bag
mv bag/data/one.txt one.txt
ln -s one.txt bag/data/one.txt
