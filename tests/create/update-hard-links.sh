# A file of the bag that has a name elsewhere too: that one is not changed, whatever is written.
# expect: hard-link
plain_bag
mkdir elsewhere
ln bag/data/one.txt elsewhere/one.txt
ln bag/bag-info.txt elsewhere/info
ln bag/manifest-sha512.txt elsewhere/manifest
ln bag/bagit.txt elsewhere/bagit
contents elsewhere >was
ends 0 update -a sha256 --info A=b bag
contents elsewhere | diff was -
verdict bag 'VALID hard-link'
[ "$(stat -c %i bag/data/one.txt)" = "$(stat -c %i elsewhere/one.txt)" ]
[ "$(stat -c %i bag/bag-info.txt)" != "$(stat -c %i elsewhere/info)" ]
