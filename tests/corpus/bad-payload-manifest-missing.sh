# There is no payload manifest at all.
# expect: INVALID payload-manifest-missing payload-unlisted tag-manifest-algorithms
plain_bag
rm bag/manifest-sha512.txt
seal
