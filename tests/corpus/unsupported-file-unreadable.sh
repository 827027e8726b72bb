# A payload file may not be read, so nobody knows whether it is right.
# expect: UNDETERMINED unreadable
# expect --no-fixity: UNCHECKED
# expect text: data/one.txt: error
plain_bag
unreadable bag/data/one.txt
