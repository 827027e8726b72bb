# Payload-Oxum is not a number.
# expect: INVALID oxum-malformed
plain_bag
echo 'Payload-Oxum: eight.two' >bag/bag-info.txt
seal
