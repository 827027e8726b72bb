# A file is listed again with "./" before its path, and with another digest.
# expect: INVALID path-contradicted path-dot-prefix
plain_bag
entry sha512 bagit.txt ./data/one.txt >>bag/manifest-sha512.txt
seal
