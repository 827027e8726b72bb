# A label of bagit.txt is not the standard's.
# expect: INVALID bagit-txt-malformed
plain_bag
cat >bag/bagit.txt <<'END'
BagIt-Version: 1.0
Encoding: UTF-8
END
seal
