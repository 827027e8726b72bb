# The manifest names a path from the root of the system.
# expect: INVALID path-unsafe
# expect text: /etc/passwd
plain_bag
also_listed '/etc/passwd'
