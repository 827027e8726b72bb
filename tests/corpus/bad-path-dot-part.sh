# The manifest names a file with a part "." in its path.
# expect: INVALID path-irregular
plain_bag
also_listed 'data/./one.txt'
