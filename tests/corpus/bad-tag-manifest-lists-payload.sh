# The tag manifest lists a payload file.
# expect: INVALID tag-manifest-lists-payload
plain_bag
entry sha512 data/one.txt >>bag/tagmanifest-sha512.txt
