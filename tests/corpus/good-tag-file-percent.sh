# The percent codes are those of tag manifests, too.
# expect: VALID
plain_bag
echo note >bag/100%.txt
seal
sed 's/100%/100%25/' bag/tagmanifest-sha512.txt >text
mv text bag/tagmanifest-sha512.txt
