# Payload-Oxum has three numbers.
# expect: INVALID oxum-malformed
plain_bag
echo 'Payload-Oxum: 8.2.0' >bag/bag-info.txt
seal
