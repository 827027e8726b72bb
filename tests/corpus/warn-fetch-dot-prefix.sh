# A path in fetch.txt begins with "./", which is passed over as in a manifest.
# expect: VALID path-dot-prefix
# expect --strict: INVALID path-dot-prefix
plain_bag
echo 'https://example.org/one.txt 4 ./data/one.txt' >bag/fetch.txt
seal
