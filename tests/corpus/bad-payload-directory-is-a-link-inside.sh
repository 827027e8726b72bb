# data is a symbolic link to another folder of the bag, and links to folders
# are not followed.
# expect: INVALID oxum-mismatch payload-directory-missing payload-missing symlink-leaves-bag
plain_bag
mv bag/data bag/payload
ln -s payload bag/data
