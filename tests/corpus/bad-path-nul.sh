# A path in the manifest goes on behind a NUL.
# expect: INVALID path-unsafe
plain_bag
printf '%s  data/one.txt\0.exe\n' "$(digest sha512 bag/data/one.txt)" \
	>>bag/manifest-sha512.txt
seal
