# bagit.txt is a folder, so there is no declaration.
# expect: INVALID bagit-txt-missing
plain_bag
rm bag/bagit.txt
mkdir bag/bagit.txt
seal
