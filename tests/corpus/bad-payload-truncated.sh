# A payload file has lost its end.
# expect: INVALID oxum-mismatch payload-changed
# expect --fast: INVALID oxum-mismatch
plain_bag
printf on >bag/data/one.txt
