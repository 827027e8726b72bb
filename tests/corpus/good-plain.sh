# A correct bag of version 1.0.
# expect: VALID
# expect --no-fixity: UNCHECKED
# expect --fast: UNCHECKED
plain_bag
