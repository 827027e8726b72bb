# bag-info.txt is in ISO-8859-1, though bagit.txt says that it is in UTF-8.
# expect: INVALID tag-file-undecodable
# expect text: bag-info.txt:2: error
plain_bag
info "$(printf 'Source-Organization: Archiv f\374r Kunst')"
seal
