# A name as long as the file system allows.
# expect: VALID
plain_bag
echo three >"bag/data/$(printf 'n%.0s' $(seq 255))"
remake
