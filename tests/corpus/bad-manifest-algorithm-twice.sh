# Two manifests of one algorithm; each by itself would be right.
# expect: INVALID manifest-algorithm-twice manifest-name-irregular
plain_bag
cp bag/manifest-sha512.txt bag/manifest-sha-512.txt
seal
