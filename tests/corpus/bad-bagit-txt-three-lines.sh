# bagit.txt has a third line.
# expect: INVALID bagit-txt-extra-line
plain_bag
echo 'Tag-File-Language: en' >>bag/bagit.txt
seal
