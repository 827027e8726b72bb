# A draft reads a path that begins with a slash from the bag; we read it not at
# all.
# expect: INVALID path-unsafe
plain_bag 0.97
echo 'https://example.org/one.txt 4 /data/one.txt' >bag/fetch.txt
seal
