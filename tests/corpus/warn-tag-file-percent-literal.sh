# A tag file's name has what looks like a percent code, and was not encoded.
# expect: VALID path-percent-literal
# expect --strict: INVALID path-percent-literal
plain_bag
echo note >bag/50%25.txt
seal
