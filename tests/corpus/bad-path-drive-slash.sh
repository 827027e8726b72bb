# The manifest names a path on a drive of Windows, written with a slash.
# expect: INVALID path-unsafe
# expect text: c:/secret.txt
plain_bag
also_listed 'c:/secret.txt'
