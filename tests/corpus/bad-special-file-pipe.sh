# There is a named pipe in the payload, on which a careless reader waits for
# ever.
# expect: INVALID special-file
plain_bag
mkfifo bag/data/pipe
