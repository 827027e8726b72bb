# The version in bagit.txt is a number too large for any machine.
# expect: INVALID bagit-txt-malformed
plain_bag
bagit_txt 18446744073709551617.0
seal
