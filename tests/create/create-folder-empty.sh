# Empty folders are told; a folder that holds but empty folders counts as well where it is empty itself.
# expect: source-folder-empty
source_folder
mkdir -p src/empty src/a/b/c
ends 0 create src -o bag
found source-folder-empty source-folder-empty
told source-folder-empty empty
told source-folder-empty a/b/c
verdict bag VALID
absent bag/data/empty
