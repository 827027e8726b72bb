# The tag files are in UTF-16, and a mark says that it is little-endian.
# expect: VALID encoding-not-utf8
plain_bag
echo three >bag/data/Übermaß.txt
remake
info 'Source-Organization: Staatsbibliothek für Übermaß'
bagit_txt 1.0 UTF-16
encode UTF-16LE '\377\376'
