# A source that nobody may write to is packaged, and not touched.
# expect:
source_folder
contents src | sed 's/^\(. \)[0-7]*/\1/' >was
chmod -R a-w src
keep src
ends 0 create src -o bag
verdict bag VALID
contents bag/data | sed 's/^\(. \)[0-7]*/\1/' | diff was -
unchanged src
# The package is its maker's to update, and to remove.
ends 0 update -a sha256 bag
verdict bag VALID
rm -r bag
