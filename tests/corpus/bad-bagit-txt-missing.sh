# There is no bagit.txt, so this is not a bag.
# expect: INVALID bagit-txt-missing
plain_bag
rm bag/bagit.txt
seal
