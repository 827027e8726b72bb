# The tag files are in UTF-16LE, which has no mark.
# expect: VALID encoding-not-utf8
plain_bag
echo three >bag/data/Übermaß.txt
remake
info 'Source-Organization: Staatsbibliothek für Übermaß'
bagit_txt 1.0 UTF-16LE
encode UTF-16LE
