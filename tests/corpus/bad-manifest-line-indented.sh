# A line of the manifest begins with a blank, so its file is not listed.
# expect: INVALID manifest-line-malformed payload-unlisted
plain_bag
echo three >bag/data/three.txt
remake
sed 's/.*three/ &/' bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
seal
