# A tag file that the tag manifest lists is not there.
# expect: INVALID tag-file-missing
plain_bag
echo note >bag/note.txt
seal
rm bag/note.txt
