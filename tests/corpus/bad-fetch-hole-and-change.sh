# One file is still to be fetched, and another is not what it was.
# expect: INVALID payload-changed payload-not-fetched
plain_bag
hole data/one.txt
echo owt >bag/data/notes/two.txt
seal
