# Two payload files have each other's contents.
# expect: INVALID payload-changed
# expect --no-fixity: UNCHECKED
# expect text: data/notes/two.txt: error
# expect text: data/one.txt: error
plain_bag
mv bag/data/one.txt text
mv bag/data/notes/two.txt bag/data/one.txt
mv text bag/data/notes/two.txt
