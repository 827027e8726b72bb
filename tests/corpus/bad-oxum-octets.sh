# Payload-Oxum has another number of octets than the payload.
# expect: INVALID oxum-mismatch
# expect --fast: INVALID oxum-mismatch
# expect text: 9.2
# expect text: 8.2
plain_bag
echo 'Payload-Oxum: 9.2' >bag/bag-info.txt
seal
