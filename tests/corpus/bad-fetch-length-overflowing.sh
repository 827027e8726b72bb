# A length in fetch.txt is greater than any file can be.
# expect: INVALID fetch-line-malformed
plain_bag
echo 'https://example.org/one.txt 18446744073709551620 data/one.txt' >bag/fetch.txt
seal
