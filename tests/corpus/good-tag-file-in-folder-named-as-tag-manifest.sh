# A tag file lies in a folder whose name begins as that of a tag manifest: it
# may be listed, for only the bag's own folder holds tag manifests.
# expect: VALID
plain_bag
mkdir bag/tagmanifest-old
echo note >bag/tagmanifest-old/note.txt
entry sha512 tagmanifest-old/note.txt >>bag/tagmanifest-sha512.txt
