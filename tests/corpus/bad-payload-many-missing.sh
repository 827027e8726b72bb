# The manifest lists ten thousand files that are not there.
# expect: INVALID payload-missing
plain_bag
seq -f "$(digest sha512 bag/data/one.txt)  data/many/%.0f" 10000 \
	>>bag/manifest-sha512.txt
info
seal
