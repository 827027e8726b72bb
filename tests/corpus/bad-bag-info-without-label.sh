# A line of bag-info.txt has nothing before the colon.
# expect: INVALID bag-info-malformed
plain_bag
info ': Archive'
seal
