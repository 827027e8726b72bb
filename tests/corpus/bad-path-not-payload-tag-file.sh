# The payload manifest names a tag file.
# expect: INVALID path-not-payload
plain_bag
also_listed bagit.txt
