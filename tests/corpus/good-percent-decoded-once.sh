# A name that itself looks like a percent code is decoded once, not twice.
# expect: VALID
plain_bag
echo three >bag/data/a%0Ab
info
entry sha512 data/a%0Ab data/a%250Ab >>bag/manifest-sha512.txt
seal
