# bagit.txt declares a version older than the first.
# expect: INVALID version-unknown
plain_bag
bagit_txt 0.92
seal
