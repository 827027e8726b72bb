# A file is still to be fetched; nothing else is wrong.
# expect: INCOMPLETE payload-not-fetched
# expect --no-fixity: INCOMPLETE payload-not-fetched
# expect --fast: UNCHECKED
plain_bag
hole data/one.txt
seal
