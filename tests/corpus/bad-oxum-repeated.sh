# bag-info.txt gives Payload-Oxum twice.
# expect: INVALID oxum-repeated
# expect --fast: INVALID oxum-absent oxum-repeated
plain_bag
info "Payload-Oxum: $(oxum)"
seal
