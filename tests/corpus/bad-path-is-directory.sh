# The manifest lists a folder.
# expect: INVALID path-is-directory
plain_bag
also_listed data/notes
