# The tag manifest names a path above the bag.
# expect: INVALID path-unsafe
# expect text: tagmanifest-sha512.txt:4: error
plain_bag
echo secret >secret.txt
entry sha512 bagit.txt ../secret.txt >>bag/tagmanifest-sha512.txt
