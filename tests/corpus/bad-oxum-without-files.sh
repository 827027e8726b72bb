# Payload-Oxum has no number of files.
# expect: INVALID oxum-malformed
plain_bag
echo 'Payload-Oxum: 8' >bag/bag-info.txt
seal
