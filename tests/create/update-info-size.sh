# Payload-Oxum and Bag-Size follow the payload, each given once, also where they are set by hand.
# expect: oxum-mismatch payload-unlisted
plain_bag
info 'Bag-Size: 1 TB' 'Bagging-Date: 1999-01-01'
seal
echo new >bag/data/new
ends 0 update --accept=added bag
diff - bag/bag-info.txt <<'EOF'
Payload-Oxum: 12.3
Bag-Size: 12 bytes
Bagging-Date: 1999-01-01
EOF
ends 0 update --info 'Bag-Size=a few' bag
grep -i '^bag-size' bag/bag-info.txt | diff - /dev/fd/3 3<<'EOF'
Bag-Size: a few
EOF
verdict bag VALID
# Without a bag-info.txt too.
rm bag/bag-info.txt
seal
ends 0 update -a md5 bag
verdict bag VALID
