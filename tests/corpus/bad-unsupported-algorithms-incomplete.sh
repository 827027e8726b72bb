# Manifests of two unknown algorithms, and one of them lacks a file.
# expect: INVALID algorithm-unsupported manifest-incomplete
plain_bag
unknown_manifests crc32
unknown_manifests xxh
sed '/one/d' bag/manifest-crc32.txt >text
mv text bag/manifest-crc32.txt
seal
cp bag/tagmanifest-xxh.txt bag/tagmanifest-crc32.txt
