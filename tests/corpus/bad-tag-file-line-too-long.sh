# A line of bag-info.txt is longer than a mebibyte.
# expect: INVALID tag-file-line-too-long
plain_bag
info "Internal-Sender-Description: $(head -c 1100000 /dev/zero | tr '\0' x)"
seal
