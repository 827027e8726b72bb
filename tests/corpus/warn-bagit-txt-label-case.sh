# bagit.txt spells its labels as the examples of the RFC do, not as its text.
# expect: VALID bagit-txt-label-case
# expect --strict: INVALID bagit-txt-label-case
plain_bag
cat >bag/bagit.txt <<'END'
BagIt-version: 1.0
Tag-File-Character-Encoding: UTF-8
END
seal
