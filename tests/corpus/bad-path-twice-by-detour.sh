# The manifest names a file by its path and by a detour, with another digest.
# expect: INVALID path-irregular
plain_bag
entry sha512 bagit.txt data/notes/../one.txt >>bag/manifest-sha512.txt
seal
