# bagit.txt begins with a byte-order mark, as some editors write it.
# expect: INVALID bagit-txt-bom
plain_bag
printf '\357\273\277BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' \
	>bag/bagit.txt
seal
