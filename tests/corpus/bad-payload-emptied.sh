# A payload file has lost all its bytes.
# expect: INVALID oxum-mismatch payload-changed
plain_bag
: >bag/data/one.txt
