# Each file is in one of two manifests, and each manifest must list all.
# expect: INVALID manifest-incomplete
plain_bag 1.0 sha256 sha512
sed '/one/d' bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
sed '/two/d' bag/manifest-sha256.txt >text
mv text bag/manifest-sha256.txt
seal
