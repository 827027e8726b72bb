# A digest has a letter that is not a digit.
# expect: INVALID digest-malformed
plain_bag
sed 's/.  data.one/g  data\/one/' bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
seal
