# A name with a backslash, and one with a line feed, as md5sum writes them.
# expect: VALID manifest-line-md5sum name-not-portable
# expect --strict: INVALID manifest-line-md5sum name-not-portable
plain_bag
echo three >'bag/data/back\slash'
echo four >'bag/data/line
feed'
info
(cd bag && sha512sum data/*.txt data/notes/*.txt 'data/back\slash' 'data/line
feed') >bag/manifest-sha512.txt
seal
