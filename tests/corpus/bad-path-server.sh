# The manifest names a path on a server of Windows.
# expect: INVALID path-unsafe
# expect text: \\\\server\\share\\secret.txt
plain_bag
also_listed '\\server\share\secret.txt'
