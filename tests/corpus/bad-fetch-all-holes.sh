# Every file is still to be fetched, and the folder for them is empty.
# expect: INCOMPLETE payload-not-fetched
plain_bag
hole data/one.txt
hole data/notes/two.txt
rmdir bag/data/notes
seal
