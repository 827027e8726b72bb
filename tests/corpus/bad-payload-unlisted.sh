# There is a payload file that no manifest lists.
# expect: INVALID oxum-mismatch payload-unlisted
# expect text: data/notes/three.txt: error
plain_bag
echo three >bag/data/notes/three.txt
