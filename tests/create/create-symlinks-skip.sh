# With --symlinks=skip links are left out, and told.
# expect: source-symlink-skipped
source_folder
ln -s one.txt src/inside
ln -s nowhere src/letters/dangling
ends 0 create src -o bag --symlinks=skip
found source-symlink-skipped source-symlink-skipped
told source-symlink-skipped inside
verdict bag VALID
[ "$(find bag -type l -o -type f -path 'bag/data/*' | wc -l)" = 3 ]
