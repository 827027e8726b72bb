# Payload-Oxum has a number that no counter holds; it would wrap around to 8.2.
# expect: INVALID oxum-malformed
plain_bag
echo 'Payload-Oxum: 18446744073709551624.2' >bag/bag-info.txt
seal
