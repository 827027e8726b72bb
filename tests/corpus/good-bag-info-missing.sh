# bag-info.txt is optional.
# expect: VALID
# expect --fast: UNDETERMINED oxum-absent
plain_bag
rm bag/bag-info.txt
seal
