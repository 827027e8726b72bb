# There is no folder data/.
# expect: INVALID payload-directory-missing
plain_bag
rm -r bag/data
: >bag/manifest-sha512.txt
rm bag/bag-info.txt
seal
