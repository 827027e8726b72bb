# Names that differ only in case, or in how accents are encoded, are refused, all of them.
# expect: source-name-twins
source_folder
echo x >src/ONE.TXT
echo x >"src/$(printf 'caf\303\251')"
echo x >"src/$(printf 'cafe\314\201')"
echo x >"src/$(printf 'CAFE\314\201')"
echo x >"src/$(printf '\303\204rger')"
echo x >"src/$(printf 'a\314\210RGER')"
ends 3 create src -o bag
found source-name-twins source-name-twins source-name-twins source-name-twins
absent bag
clean
# One alone, in whatever form, is well, and keeps its bytes.
mkdir nfd nfc
echo x >"nfd/$(printf 'cafe\314\201')"
echo x >"nfc/$(printf 'caf\303\251')"
ends 0 create nfd -o nfd-bag
found
verdict nfd-bag VALID
listed nfd-bag
ends 0 create nfc -o nfc-bag
listed nfc-bag
# The same name in two folders is no twin.
mkdir -p two/a two/b
echo x >two/a/x
echo x >two/b/X
ends 0 create two -o two-bag
found
