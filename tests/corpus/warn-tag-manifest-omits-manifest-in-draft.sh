# Before version 1.0 a tag manifest need not list the payload manifest.
# expect: VALID tag-manifest-omits-manifest
plain_bag 0.97
sed '/ manifest/d' bag/tagmanifest-sha512.txt >text
mv text bag/tagmanifest-sha512.txt
