# Something was appended to a payload file.
# expect: INVALID oxum-mismatch payload-changed
plain_bag
echo more >>bag/data/one.txt
