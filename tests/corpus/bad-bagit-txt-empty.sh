# bagit.txt has no line at all.
# expect: INVALID bagit-txt-malformed
plain_bag
: >bag/bagit.txt
seal
