# bagit.txt may not be read.
# expect: UNDETERMINED unreadable
plain_bag
unreadable bag/bagit.txt
