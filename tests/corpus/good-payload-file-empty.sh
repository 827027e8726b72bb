# A payload file may have no byte.
# expect: VALID
plain_bag
: >bag/data/nothing
remake
