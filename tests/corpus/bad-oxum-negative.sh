# Payload-Oxum has a sign.
# expect: INVALID oxum-malformed
plain_bag
echo 'Payload-Oxum: -8.2' >bag/bag-info.txt
seal
