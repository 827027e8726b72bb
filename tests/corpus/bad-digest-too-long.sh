# A digest has two digits too many.
# expect: INVALID digest-malformed
plain_bag
sed 's/  data.one/00&/' bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
seal
