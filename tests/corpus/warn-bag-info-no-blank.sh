# bag-info.txt has no blank behind a colon.
# expect: VALID bag-info-spacing
# expect --strict: INVALID bag-info-spacing
plain_bag
info 'Source-Organization:Archive'
seal
