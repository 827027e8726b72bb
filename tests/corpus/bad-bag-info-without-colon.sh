# A line of bag-info.txt has no colon.
# expect: INVALID bag-info-malformed
# expect text: bag-info.txt:2: error
plain_bag
info 'Source-Organization Archive'
seal
