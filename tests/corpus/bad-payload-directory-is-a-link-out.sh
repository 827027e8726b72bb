# data is a symbolic link to a folder outside the bag.
# expect: INVALID oxum-mismatch payload-directory-missing payload-missing symlink-leaves-bag
plain_bag
mv bag/data elsewhere
ln -s ../elsewhere bag/data
