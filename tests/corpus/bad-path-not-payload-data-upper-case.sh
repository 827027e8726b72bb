# The payload manifest names a file in DATA, which is not data.
# expect: INVALID path-not-payload
plain_bag
also_listed DATA/one.txt
