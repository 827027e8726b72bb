# fetch.txt may not be read, so a file that it has is simply missing.
# expect: INVALID oxum-mismatch payload-missing unreadable
plain_bag
hole data/one.txt
seal
unreadable bag/fetch.txt
