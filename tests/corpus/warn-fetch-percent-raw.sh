# A percent sign stands in fetch.txt as it is, as it must not in a manifest.
# expect: VALID path-percent
# expect --strict: INVALID path-percent
plain_bag
echo three >bag/data/100%
info
entry sha512 data/100% data/100%25 >>bag/manifest-sha512.txt
echo 'https://example.org/three 6 data/100%' >bag/fetch.txt
seal
