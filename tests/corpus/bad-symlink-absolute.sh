# A payload file is a symbolic link to a file, from the root of the system.
# expect: INVALID oxum-mismatch symlink-leaves-bag
plain_bag
mv bag/data/one.txt one.txt
ln -s "$PWD/one.txt" bag/data/one.txt
