# Manifest and fetch.txt agree on a name that was not encoded, and the file is
# still to be fetched.
# expect: INCOMPLETE name-not-portable payload-not-fetched
plain_bag
echo three >bag/data/a%0Ab
remake
hole data/a%0Ab
seal
