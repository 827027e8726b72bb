# The tag manifest lists a file twice.
# expect: INVALID path-listed-twice
plain_bag
entry sha512 bagit.txt >>bag/tagmanifest-sha512.txt
