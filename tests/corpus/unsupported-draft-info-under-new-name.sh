# Version 0.95 has its Payload-Oxum in package-info.txt alone.
# expect --fast: UNDETERMINED oxum-absent
plain_bag 0.95
mv bag/package-info.txt bag/bag-info.txt
seal
