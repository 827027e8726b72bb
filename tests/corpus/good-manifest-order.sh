# The order of the lines of a manifest is free.
# expect: VALID
plain_bag
LC_ALL=C sort -r -k 2 bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
seal
