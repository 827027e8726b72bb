# The two lines of bagit.txt are in the wrong order.
# expect: INVALID bagit-txt-malformed
plain_bag
cat >bag/bagit.txt <<'END'
Tag-File-Character-Encoding: UTF-8
BagIt-Version: 1.0
END
seal
