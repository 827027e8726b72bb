# bagit.txt is a named pipe.
# expect: INVALID special-file
plain_bag
rm bag/bagit.txt
mkfifo bag/bagit.txt
