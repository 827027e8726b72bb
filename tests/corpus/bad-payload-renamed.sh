# A payload file has another name than the manifest says.
# expect: INVALID payload-missing payload-unlisted
plain_bag
mv bag/data/one.txt bag/data/eins.txt
