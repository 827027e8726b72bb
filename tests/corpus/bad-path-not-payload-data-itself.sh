# The payload manifest names the folder data itself.
# expect: INVALID path-not-payload
plain_bag
also_listed data
