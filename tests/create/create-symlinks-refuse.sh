# Symbolic links are refused unless told otherwise, all of them at once, and nothing is written.
# expect: source-symlink
source_folder
ln -s one.txt src/inside
ln -s nowhere src/letters/dangling
ln -s letters src/folder
ln -s "$PWD" src/outside
ends 3 create src -o bag
found source-symlink source-symlink source-symlink source-symlink
told source-symlink inside
told source-symlink letters/dangling
told source-symlink folder
told source-symlink outside
absent bag
clean
ends 3 create src -o bag --symlinks=refuse
