# fetch.txt would have a file put at a place in the system.
# expect: INVALID path-unsafe
plain_bag
echo 'https://example.org/passwd 4 /etc/passwd' >bag/fetch.txt
seal
