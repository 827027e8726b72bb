# A name has what looks like a percent code, and was not encoded: the file is
# there under the literal name only.
# expect: VALID path-percent-literal
# expect --strict: INVALID path-percent-literal
plain_bag
echo three >bag/data/a%0Ab
remake
