# bag-info.txt may not be read.
# expect: UNDETERMINED unreadable
# expect --fast: UNDETERMINED unreadable
plain_bag
unreadable bag/bag-info.txt
