# A length in fetch.txt has a sign.
# expect: INVALID fetch-line-malformed
plain_bag
echo 'https://example.org/one.txt -4 data/one.txt' >bag/fetch.txt
seal
