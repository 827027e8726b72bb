# A manifest lacks a file; that its algorithm is unknown is no excuse.
# expect: INVALID algorithm-unsupported manifest-incomplete
plain_bag
unknown_manifests crc32
sed '/one/d' bag/manifest-crc32.txt >text
mv text bag/manifest-crc32.txt
seal
