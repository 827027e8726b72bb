# Not even before version 1.0 may a file have two digests.
# expect: INVALID path-contradicted
plain_bag 0.97
entry sha512 bagit.txt data/one.txt >>bag/manifest-sha512.txt
seal
