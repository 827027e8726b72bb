# The manifest is a named pipe.
# expect: INVALID special-file
plain_bag
rm bag/manifest-sha512.txt
mkfifo bag/manifest-sha512.txt
