# Payload-Oxum has no value.
# expect: INVALID oxum-malformed
plain_bag
echo 'Payload-Oxum:' >bag/bag-info.txt
seal
