# fetch.txt would have a tag file replaced.
# expect: INVALID path-not-payload
plain_bag
echo 'https://example.org/bagit.txt 4 bagit.txt' >bag/fetch.txt
seal
