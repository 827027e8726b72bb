# The tag manifest does not list bag-info.txt.
# expect: VALID tag-file-unlisted
# expect text: bag-info.txt: warning
plain_bag
sed '/bag-info/d' bag/tagmanifest-sha512.txt >text
mv text bag/tagmanifest-sha512.txt
