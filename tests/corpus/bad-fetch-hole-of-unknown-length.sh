# A file of a length that nobody states is still to be fetched.
# expect: INCOMPLETE payload-not-fetched
plain_bag
hole data/one.txt -
seal
