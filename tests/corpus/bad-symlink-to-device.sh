# A payload file is a symbolic link to a device.
# expect: INVALID oxum-mismatch symlink-leaves-bag
plain_bag
mv bag/data/one.txt one.txt
ln -s /dev/zero bag/data/one.txt
