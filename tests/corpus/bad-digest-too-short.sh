# A digest has one digit too few.
# expect: INVALID digest-malformed
plain_bag
sed 's/.  data.one/  data\/one/' bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
seal
