# The manifest has a comment.
# expect: VALID manifest-line-ignored
# expect --strict: INVALID manifest-line-ignored
plain_bag
echo '# made by hand' >>bag/manifest-sha512.txt
seal
