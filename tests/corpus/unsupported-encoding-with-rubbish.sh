# The name of the encoding has characters that no such name has.
# expect: UNDETERMINED encoding-unsupported
plain_bag
bagit_txt 1.0 'U*T*F-8'
seal
