# bag-info.txt has several blanks around a colon.
# expect: VALID bag-info-spacing
# expect --strict: INVALID bag-info-spacing
plain_bag
info 'Source-Organization  :   Archive'
seal
