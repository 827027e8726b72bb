# The name of a tag manifest has a hyphen in its algorithm.
# expect: VALID manifest-name-irregular
# expect --strict: INVALID manifest-name-irregular
plain_bag
mv bag/tagmanifest-sha512.txt bag/tagmanifest-sha-512.txt
