# The name of a manifest has its algorithm in upper case.
# expect: VALID manifest-name-irregular
# expect --strict: INVALID manifest-name-irregular
plain_bag
mv bag/manifest-sha512.txt bag/manifest-SHA512.txt
seal
