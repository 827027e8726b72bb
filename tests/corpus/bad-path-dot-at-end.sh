# The manifest names a file with a last part "." in its path.
# expect: INVALID path-irregular
plain_bag
also_listed 'data/.'
