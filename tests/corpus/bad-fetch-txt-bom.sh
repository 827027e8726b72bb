# fetch.txt begins with a byte-order mark.
# expect: INVALID payload-not-fetched tag-file-bom
plain_bag
printf '\357\273\277' >bag/fetch.txt
hole data/one.txt
seal
