# One file is still to be fetched, and another is nowhere to be had.
# expect: INVALID oxum-mismatch payload-missing payload-not-fetched
plain_bag
hole data/one.txt
rm bag/data/notes/two.txt
seal
