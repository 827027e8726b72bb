# The version in bagit.txt is followed by a NUL.
# expect: INVALID bagit-txt-malformed
plain_bag
printf 'BagIt-Version: 1.0\0\nTag-File-Character-Encoding: UTF-8\n' \
	>bag/bagit.txt
seal
