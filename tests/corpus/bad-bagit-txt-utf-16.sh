# bagit.txt is in UTF-16, though it must be UTF-8 whatever the others are.
# expect: INVALID bagit-txt-bom bagit-txt-extra-line bagit-txt-malformed bagit-txt-not-utf8
plain_bag
printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n' |
	iconv -t UTF-16LE >text
{ printf '\377\376'; cat text; } >bag/bagit.txt
seal
