# Names that are not UTF-8 are refused, each, in files and in folders; nothing is written.
# expect: source-name-not-utf8
source_folder
echo x >"src/caf$(printf '\351')"
mkdir "src/$(printf 'f\377')"
echo x >"src/$(printf 'f\377')/x"
echo x >"src/$(printf 'surrogate\355\240\200')"
echo x >"src/$(printf 'overlong\300\257')"
ends 3 create src -o bag
found source-name-not-utf8 source-name-not-utf8 source-name-not-utf8 source-name-not-utf8
told source-name-not-utf8 'caf\\xe9'
absent bag
clean
