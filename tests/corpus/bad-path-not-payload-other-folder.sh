# The payload manifest names a file in another folder.
# expect: INVALID path-not-payload
plain_bag
also_listed metadata/one.txt
