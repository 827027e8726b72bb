# The manifest names a path above the bag.
# expect: INVALID path-unsafe
# expect text: ../secret.txt
plain_bag
also_listed '../secret.txt'
