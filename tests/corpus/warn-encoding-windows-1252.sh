# The tag files are in windows-1252.
# expect: VALID encoding-not-utf8
plain_bag
echo three >bag/data/Übermaß.txt
remake
info 'Source-Organization: Staatsbibliothek für Übermaß'
bagit_txt 1.0 windows-1252
encode windows-1252
