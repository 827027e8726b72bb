# bagit.txt says that the tag files are in UTF-16, and they are in UTF-8.
# expect: INVALID bag-info-malformed encoding-not-utf8 manifest-line-malformed payload-unlisted tag-file-undecodable tag-file-unlisted tag-manifest-omits-manifest
plain_bag
bagit_txt 1.0 UTF-16
seal
