# The manifest names a path that leads out through data/.
# expect: INVALID path-unsafe
# expect text: data/../../secret.txt
plain_bag
also_listed 'data/../../secret.txt'
