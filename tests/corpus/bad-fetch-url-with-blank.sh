# An address in fetch.txt has a blank that is not encoded.
# expect: INVALID fetch-line-malformed
plain_bag
echo 'https://example.org/number one.txt 4 data/one.txt' >bag/fetch.txt
seal
