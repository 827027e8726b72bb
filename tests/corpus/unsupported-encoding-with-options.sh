# The name of the encoding holds options for iconv, which must not get there.
# expect: UNDETERMINED encoding-unsupported
plain_bag
bagit_txt 1.0 ASCII//TRANSLIT
seal
