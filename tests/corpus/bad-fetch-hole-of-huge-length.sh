# A file is to be fetched that claims to be as large as a number can be.
# expect: INCOMPLETE payload-not-fetched
plain_bag
hole data/one.txt 18446744073709551615
seal
