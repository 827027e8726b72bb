# A payload file has two names, both in the bag.
# expect: VALID
plain_bag
ln bag/data/one.txt bag/data/notes/eins.txt
remake
