# fetch.txt may be empty.
# expect: VALID
plain_bag
: >bag/fetch.txt
seal
