# A file that cannot be read leaves the folder as it was.
# expect: unreadable
source_folder
unreadable src/letters/abc
keep src
ends 3 create --in-place src
told unreadable letters/abc
unchanged src
clean
