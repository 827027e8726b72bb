# A payload file is one of two symbolic links that lead to each other.
# expect: INVALID oxum-mismatch symlink-leaves-bag
plain_bag
mv bag/data/one.txt one.txt
ln -s one.txt bag/data/eins.txt
ln -s eins.txt bag/data/one.txt
