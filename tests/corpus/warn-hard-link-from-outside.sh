# A payload file has another name outside the bag, and can be changed there.
# expect: VALID hard-link
plain_bag
ln bag/data/one.txt outside.txt
