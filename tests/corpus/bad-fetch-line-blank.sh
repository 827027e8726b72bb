# A line of fetch.txt is blank.
# expect: INVALID fetch-line-malformed
plain_bag
echo '' >bag/fetch.txt
seal
