# The tag files are in ISO-8859-1.
# expect: VALID encoding-not-utf8
plain_bag
echo three >bag/data/Übermaß.txt
remake
info 'Source-Organization: Staatsbibliothek für Übermaß'
bagit_txt 1.0 ISO-8859-1
encode ISO-8859-1
