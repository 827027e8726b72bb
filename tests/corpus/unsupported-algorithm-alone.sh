# The only manifests are of an algorithm that nobody knows.
# expect: UNDETERMINED algorithm-unsupported
plain_bag
unknown_manifests crc32
rm bag/manifest-sha512.txt bag/tagmanifest-sha512.txt
sed '/sha512/d' bag/tagmanifest-crc32.txt >text
mv text bag/tagmanifest-crc32.txt
