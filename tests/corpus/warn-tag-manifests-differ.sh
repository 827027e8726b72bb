# One of two tag manifests does not list bag-info.txt.
# expect: VALID tag-manifests-differ
plain_bag 1.0 sha256 sha512
sed '/bag-info/d' bag/tagmanifest-sha256.txt >text
mv text bag/tagmanifest-sha256.txt
