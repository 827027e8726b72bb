# Two names that a percent code tells apart, and one of the files is gone: the other does not stand in for it.
# expect: INVALID oxum-mismatch payload-missing
plain_bag
echo three >bag/data/a%25b
echo three >bag/data/a%b
manifests sha512
sed -i 's/a%25b/a%2525b/; s/a%b/a%25b/' bag/manifest-sha512.txt
info
rm bag/data/a%b
seal
