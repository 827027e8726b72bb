# There is no Payload-Oxum, and nothing else was to be looked at.
# expect --fast: UNDETERMINED oxum-absent
plain_bag
echo 'Source-Organization: Archive' >bag/bag-info.txt
seal
