# The payload directory is called DATA, as after a journey through DOS.
# expect: INVALID oxum-mismatch payload-directory-missing payload-missing
plain_bag
mv bag/data bag/DATA
