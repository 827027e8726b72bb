# The manifest lists a file twice, with the same digest.
# expect: INVALID path-listed-twice
plain_bag
also_listed data/one.txt
