# One of two tag manifests does not list one of two payload manifests.
# expect: INVALID tag-manifest-omits-manifest
# expect text: tagmanifest-sha256.txt: error
# expect text: manifest-sha512.txt
plain_bag 1.0 sha256 sha512
sed '/ manifest-sha512/d' bag/tagmanifest-sha256.txt >text
mv text bag/tagmanifest-sha256.txt
