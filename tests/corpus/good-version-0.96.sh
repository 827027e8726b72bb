# Version 0.96 of the draft.
# expect: VALID
# expect --fast: UNCHECKED
plain_bag 0.96
