# There is an empty payload file that no manifest lists.
# expect: INVALID oxum-mismatch payload-unlisted
plain_bag
: >bag/data/three.txt
