# A tag file in UTF-16 ends in the middle of a character.
# expect: INVALID encoding-not-utf8 tag-file-undecodable
plain_bag
bagit_txt 1.0 UTF-16
encode UTF-16BE
printf '\0' >>bag/bag-info.txt
(cd bag && sha512sum bag-info.txt bagit.txt manifest-sha512.txt) |
	iconv -t UTF-16BE >bag/tagmanifest-sha512.txt
