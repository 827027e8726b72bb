# Payload-Oxum has another number of files than the payload.
# expect: INVALID oxum-mismatch
# expect --fast: INVALID oxum-mismatch
plain_bag
echo 'Payload-Oxum: 8.3' >bag/bag-info.txt
seal
