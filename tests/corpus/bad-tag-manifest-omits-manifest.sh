# The tag manifest does not list the payload manifest.
# expect: INVALID tag-manifest-omits-manifest
plain_bag
sed '/ manifest/d' bag/tagmanifest-sha512.txt >text
mv text bag/tagmanifest-sha512.txt
