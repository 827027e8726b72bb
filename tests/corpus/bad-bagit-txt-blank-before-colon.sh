# bagit.txt has a blank before a colon.
# expect: INVALID bagit-txt-spacing
plain_bag
cat >bag/bagit.txt <<'END'
BagIt-Version : 1.0
Tag-File-Character-Encoding: UTF-8
END
seal
