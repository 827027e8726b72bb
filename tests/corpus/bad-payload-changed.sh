# One bit of a payload file is not what it was; nothing but the digest tells.
# expect: INVALID payload-changed
# expect --no-fixity: UNCHECKED
# expect --fast: UNCHECKED
# expect text: data/one.txt: error
plain_bag
echo onf >bag/data/one.txt
