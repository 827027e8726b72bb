# The encoding in bagit.txt holds an escape sequence.
# expect: UNDETERMINED encoding-unsupported
plain_bag
bagit_txt 1.0 "$(printf 'UTF-8\033[2J')"
seal
