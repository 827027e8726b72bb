# Operating systems have left files of their own in the payload.
# expect: INVALID oxum-mismatch payload-unlisted-system
# expect text: data/.DS_Store: error
# expect text: data/notes/Thumbs.db: error
# expect text: data/._one.txt: error
plain_bag
echo icons >bag/data/.DS_Store
echo images >bag/data/notes/Thumbs.db
echo fork >bag/data/._one.txt
