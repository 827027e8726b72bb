# The tag files are in an encoding that nobody knows.
# expect: UNDETERMINED encoding-unsupported
plain_bag
bagit_txt 1.0 x-unheard-of
seal
