# bagit.txt does not say which encoding the tag files have.
# expect: INVALID bagit-txt-malformed
plain_bag
echo 'BagIt-Version: 1.0' >bag/bagit.txt
seal
