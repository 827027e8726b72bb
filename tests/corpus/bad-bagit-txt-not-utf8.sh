# bagit.txt has a byte that is not UTF-8.
# expect: INVALID bagit-txt-malformed bagit-txt-not-utf8
plain_bag
printf 'BagIt-Version: 1.0\351\nTag-File-Character-Encoding: UTF-8\n' \
	>bag/bagit.txt
seal
