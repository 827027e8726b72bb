# The payload manifest names a file in a folder whose name begins as data.
# expect: INVALID path-not-payload
plain_bag
also_listed database/one.txt
