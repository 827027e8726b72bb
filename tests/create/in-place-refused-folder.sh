# A folder that cannot be packaged as it is, is left as it is, with all that stands in the way told.
# expect: source-is-bag source-name-not-utf8 source-name-twins source-special source-symlink
source_folder
mkfifo src/pipe
ln -s one.txt src/link
echo x >"src/$(printf 'caf\351')"
echo x >src/ONE.txt
keep src
ends 3 create --in-place src
found source-name-not-utf8 source-name-twins source-special source-symlink
unchanged src
plain_bag
keep bag
ends 3 create --in-place bag
found source-is-bag
unchanged bag
record_folder
keep acc
words 3 create --in-place acc
said "in place"
unchanged acc
echo x >file
keep file
words 3 create --in-place file
unchanged file
words 3 create --in-place nowhere
absent nowhere
words 3 create --in-place /
clean
# A bag may be packaged in place where that is asked for.
ends 0 create --in-place --nest bag
verdict bag VALID
verdict bag/data VALID
