# A tag folder holds a named pipe that no manifest lists.
# expect: VALID special-file
plain_bag
mkdir bag/metadata
mkfifo bag/metadata/pipe
