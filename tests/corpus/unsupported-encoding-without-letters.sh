# The name of the encoding is no name, and must not be taken for the locale's.
# expect: UNDETERMINED encoding-unsupported
plain_bag
bagit_txt 1.0 '!!'
seal
