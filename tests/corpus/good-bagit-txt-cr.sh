# The lines of bagit.txt may end with CR alone.
# expect: VALID
plain_bag
printf 'BagIt-Version: 1.0\rTag-File-Character-Encoding: UTF-8\r' \
	>bag/bagit.txt
seal
