# Only three percent codes have a meaning: %74 is not "t", and the file is not
# there.
# expect: INVALID path-percent payload-missing payload-unlisted
plain_bag
sed 's/two.txt/%74wo.txt/' bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
seal
