# A line of fetch.txt has an address and nothing else.
# expect: INVALID fetch-line-malformed
plain_bag
echo 'https://example.org/one.txt' >bag/fetch.txt
seal
