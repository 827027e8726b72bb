# The manifest lists a name that no file system can hold.
# expect: INVALID name-not-portable payload-missing
plain_bag
also_listed "data/$(printf 'n%.0s' $(seq 4096))"
