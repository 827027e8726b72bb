# The version in bagit.txt is not two numbers with a dot between them.
# expect: INVALID bagit-txt-malformed
plain_bag
bagit_txt one.zero
seal
