# fetch.txt would have a file put at its place by a detour.
# expect: INVALID path-irregular
plain_bag
echo 'https://example.org/one.txt 4 data/notes/../one.txt' >bag/fetch.txt
seal
