# Version 0.97 of the draft.
# expect: VALID
# expect --fast: UNCHECKED
plain_bag 0.97
