# A slash may not be encoded, so this is no way out of the bag, and no file.
# expect: INVALID path-percent payload-missing
plain_bag
also_listed data/..%2F..%2Fsecret.txt
