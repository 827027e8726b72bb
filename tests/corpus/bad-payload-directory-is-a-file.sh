# data is a file instead of a folder.
# expect: INVALID payload-directory-missing
plain_bag
rm -r bag/data bag/bag-info.txt
: >bag/manifest-sha512.txt
echo one >bag/data
seal
