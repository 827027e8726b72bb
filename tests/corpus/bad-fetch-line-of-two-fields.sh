# A line of fetch.txt has no length.
# expect: INVALID fetch-line-malformed
plain_bag
echo 'https://example.org/one.txt data/one.txt' >bag/fetch.txt
seal
