# Two manifests of one algorithm, and they give a file different digests.
# expect: INVALID manifest-algorithm-twice manifest-name-irregular path-contradicted
plain_bag
sed 's/^./0/' bag/manifest-sha512.txt >bag/manifest-sha512_.txt
seal
