# The tag manifest may not be read, so nobody knows what it lists.
# expect: UNDETERMINED unreadable
plain_bag
unreadable bag/tagmanifest-sha512.txt
