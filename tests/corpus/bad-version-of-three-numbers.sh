# The version in bagit.txt has three numbers.
# expect: INVALID bagit-txt-malformed
plain_bag
bagit_txt 1.0.0
seal
