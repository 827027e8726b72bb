# fetch.txt may not be read, so nobody knows what it would have brought.
# expect: UNDETERMINED unreadable
plain_bag
hole data/one.txt
seal
unreadable bag/fetch.txt
