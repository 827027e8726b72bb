# The lines of bagit.txt may end with CR and LF.
# expect: VALID
plain_bag
printf 'BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8\r\n' \
	>bag/bagit.txt
seal
