# A length in fetch.txt is not a number.
# expect: INVALID fetch-line-malformed
plain_bag
echo 'https://example.org/one.txt four data/one.txt' >bag/fetch.txt
seal
