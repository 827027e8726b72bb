# The manifest lists a file twice, with different digests, the right one first.
# expect: INVALID path-contradicted
plain_bag
entry sha512 bagit.txt data/one.txt >>bag/manifest-sha512.txt
seal
