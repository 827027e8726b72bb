# A folder of the payload is a symbolic link to one outside the bag, where the
# listed file is.
# expect: INVALID oxum-mismatch payload-missing symlink-leaves-bag
plain_bag
mv bag/data/notes notes
ln -s ../../notes bag/data/notes
