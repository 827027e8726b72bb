# An address in fetch.txt does not say where.
# expect: INVALID fetch-url-malformed
plain_bag
echo 'one.txt 4 data/one.txt' >bag/fetch.txt
seal
