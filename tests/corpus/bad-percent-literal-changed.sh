# One manifest encodes a percent sign in a name, and the other has it as it is, with the digest of something else.
# expect: INVALID path-percent-literal payload-changed
plain_bag
echo three >bag/data/a%25b
manifests sha512 sha256
sed -i 's/a%25b/a%2525b/' bag/manifest-sha512.txt
sed -i "s/^.*\(  data.a%25b\)/$(digest sha256 bag/data/one.txt)\1/" bag/manifest-sha256.txt
info
seal sha512 sha256
