# A line of the manifest has a digest and nothing else.
# expect: INVALID manifest-line-malformed
# expect text: manifest-sha512.txt:3: error
plain_bag
digest sha512 bag/data/one.txt >>bag/manifest-sha512.txt
seal
