# The manifest names a file with a part ".." that does not leave the bag in its path.
# expect: INVALID path-irregular
plain_bag
also_listed 'data/../data/one.txt'
