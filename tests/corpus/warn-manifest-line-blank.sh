# The manifest has a blank line.
# expect: VALID manifest-line-ignored
# expect --strict: INVALID manifest-line-ignored
plain_bag
echo >>bag/manifest-sha512.txt
seal
