# Links to folders, in a ring, to nothing, or to a pipe are refused also where links are followed.
# expect: source-symlink
source_folder
mkfifo pipe
ln -s letters src/folder
ln -s nowhere src/dangling
ln -s ring src/ring
ln -s ../pipe src/pipe
ends 3 create src -o bag --symlinks=follow
found source-symlink source-symlink source-symlink source-symlink
absent bag
clean
