# The tag files are declared to be UTF-16LE, whose byte order is said, and are marked all the same.
# expect: INVALID encoding-not-utf8 tag-file-bom
# expect text: which tag files of its encoding must not have
plain_bag
bagit_txt 1.0 UTF-16LE
encode UTF-16LE '\377\376'
