# The manifest is empty, and the payload is not.
# expect: INVALID payload-unlisted
plain_bag
: >bag/manifest-sha512.txt
seal
