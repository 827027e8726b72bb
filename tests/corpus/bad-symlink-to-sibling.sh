# A payload file is a symbolic link into a folder whose name begins as that of the bag.
# expect: INVALID oxum-mismatch symlink-leaves-bag
plain_bag
mv bag/data/one.txt one.txt
mkdir bag-evil
mv one.txt bag-evil
ln -s ../../bag-evil/one.txt bag/data/one.txt
