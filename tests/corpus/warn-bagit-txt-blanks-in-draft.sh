# Blanks around the colons of bagit.txt are accepted before version 1.0.
# expect: VALID bagit-txt-spacing
plain_bag 0.97
cat >bag/bagit.txt <<'END'
BagIt-Version  :  0.97
Tag-File-Character-Encoding:UTF-8
END
seal
