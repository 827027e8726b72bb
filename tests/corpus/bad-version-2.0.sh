# bagit.txt declares a version that does not exist yet.
# expect: INVALID version-unknown
plain_bag
bagit_txt 2.0
seal
