# A file that is there has another length than fetch.txt says.
# expect: VALID fetch-size-differs
plain_bag
echo 'https://example.org/one.txt 5 data/one.txt' >bag/fetch.txt
seal
