# The manifest names a path of the device kind of Windows.
# expect: INVALID path-unsafe
# expect text: \\\\?\\C:\\secret.txt
plain_bag
also_listed '\\?\C:\secret.txt'
