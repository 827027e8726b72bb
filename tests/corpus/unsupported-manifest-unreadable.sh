# The only manifest may not be read, so nobody knows what it lists.
# expect: UNDETERMINED unreadable
plain_bag
unreadable bag/manifest-sha512.txt
