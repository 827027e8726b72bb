# A file larger than the buffers, ending one byte behind a boundary.
# expect: VALID
plain_bag 1.0 md5 sha256 sha512
yes 'and so on' | head -c 8388609 >bag/data/large
remake
