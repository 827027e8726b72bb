# The name of an encoding may be in any case.
# expect: VALID
plain_bag
bagit_txt 1.0 utf-8
seal
