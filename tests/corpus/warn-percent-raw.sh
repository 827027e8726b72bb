# A percent sign stands in the manifest as it is, though it should be encoded.
# expect: VALID path-percent
# expect --strict: INVALID path-percent
plain_bag
echo three >bag/data/100%
echo four >bag/data/b%20c
remake
