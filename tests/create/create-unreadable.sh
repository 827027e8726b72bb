# A file or folder that cannot be read is told, each, and nothing is made.
# expect: source-unreadable unreadable
source_folder
echo secret >src/secret
echo secret >src/letters/secret
unreadable src/secret
unreadable src/letters/secret
ends 3 create src -o bag
absent bag
clean
[ "$(names_of_findings | grep -c unreadable)" = 2 ]
chmod 644 src/secret src/letters/secret
unreadable src/letters/old
ends 3 create src -o bag
told source-unreadable letters/old
absent bag
clean
