# A line of the manifest has blanks behind the digest, and then nothing.
# expect: INVALID manifest-line-malformed
plain_bag
echo "$(digest sha512 bag/data/one.txt)  " >>bag/manifest-sha512.txt
seal
