# A tag folder holds a symbolic link out of the bag.
# expect: INVALID symlink-leaves-bag
plain_bag
mkdir bag/metadata
ln -s /etc/hostname bag/metadata/hostname
