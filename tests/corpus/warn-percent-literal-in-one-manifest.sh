# One manifest encodes a percent sign in a name, and the other has it as it is.
# expect: VALID path-percent-literal
# expect --strict: INVALID path-percent-literal
plain_bag
echo three >bag/data/a%25b
manifests sha512 sha256
sed -i 's/a%25b/a%2525b/' bag/manifest-sha512.txt
info
seal sha512 sha256
