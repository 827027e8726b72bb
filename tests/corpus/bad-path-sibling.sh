# The manifest names a path in a folder whose name begins as that of the bag.
# expect: INVALID path-unsafe
# expect text: ../bag-evil/data/one.txt
plain_bag
also_listed '../bag-evil/data/one.txt'
