# The manifest lists a file twice, which is tolerated before version 1.0.
# expect: VALID path-listed-twice
plain_bag 0.97
also_listed data/one.txt
