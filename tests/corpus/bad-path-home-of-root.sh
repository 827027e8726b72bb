# The manifest names a path in the home of another user.
# expect: INVALID path-unsafe
# expect text: ~root/secret.txt
plain_bag
also_listed '~root/secret.txt'
