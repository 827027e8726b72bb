# A folder of the payload may not be read, so nobody knows what is in it.
# expect: UNDETERMINED unreadable
# expect --no-fixity: UNDETERMINED unreadable
# expect --fast: UNDETERMINED unreadable
# expect text: data/notes: error
plain_bag
unreadable bag/data/notes
