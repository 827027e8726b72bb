# A name with a backslash, written as RFC 8493 has it: as it is.
# expect: VALID name-not-portable
plain_bag
echo three >'bag/data/back\slash'
info
entry sha512 'data/back\slash' >>bag/manifest-sha512.txt
seal
