# The tag files are in UTF-32, with a mark.
# expect: VALID encoding-not-utf8
plain_bag
echo three >bag/data/Übermaß.txt
remake
info 'Source-Organization: Staatsbibliothek für Übermaß'
bagit_txt 1.0 UTF-32
encode UTF-32LE '\377\376\0\0'
