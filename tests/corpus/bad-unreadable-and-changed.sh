# One payload file may not be read; another is not what it was, and that is
# the worse news.
# expect: INVALID payload-changed unreadable
plain_bag
echo owt >bag/data/notes/two.txt
unreadable bag/data/one.txt
