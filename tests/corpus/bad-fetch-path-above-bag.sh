# fetch.txt would have a file put above the bag.
# expect: INVALID path-unsafe
plain_bag
echo 'https://example.org/one.txt 4 ../one.txt' >bag/fetch.txt
seal
