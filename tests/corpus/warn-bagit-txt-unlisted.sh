# The tag manifest does not list bagit.txt.
# expect: VALID tag-file-unlisted
# expect text: bagit.txt: warning
plain_bag
sed '/bagit/d' bag/tagmanifest-sha512.txt >text
mv text bag/tagmanifest-sha512.txt
