# A listed payload file is a named pipe.
# expect: INVALID oxum-mismatch special-file
plain_bag
rm bag/data/one.txt
mkfifo bag/data/one.txt
