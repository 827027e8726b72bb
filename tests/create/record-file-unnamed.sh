# What lies beside the record without being named is left out, with a warning for each.
# expect: record-file-unnamed
record_folder
echo x >acc/notes.txt
echo x >acc/scans/p2.tif
ln -s notes.txt acc/link
mkdir acc/empty
ends 0 create acc -o bag
found record-file-unnamed record-file-unnamed record-file-unnamed
told record-file-unnamed notes.txt
told record-file-unnamed scans/p2.tif
told record-file-unnamed link
verdict bag VALID
[ "$(find bag/data -type f | wc -l)" = 2 ]
