# An address in fetch.txt begins with an empty scheme.
# expect: INVALID fetch-url-malformed
plain_bag
echo '://example.org/one.txt 4 data/one.txt' >bag/fetch.txt
seal
