# In place and elsewhere the package is the same, byte for byte.
# expect:
source_folder
ends 0 create src -o bag -a sha256 -a blake2b512
ends 0 create --in-place src -a sha256 -a blake2b512
diff -r src bag
