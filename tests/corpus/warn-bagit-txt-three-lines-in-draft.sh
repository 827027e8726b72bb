# A third line in bagit.txt is tolerated before version 1.0.
# expect: VALID bagit-txt-extra-line
plain_bag 0.97
echo 'Tag-File-Language: en' >>bag/bagit.txt
seal
