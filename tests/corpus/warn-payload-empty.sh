# There is no payload file, and none is listed.
# expect: VALID payload-empty
plain_bag
rm -r bag/data/*
remake
