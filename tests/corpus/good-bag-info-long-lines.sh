# Lines of bag-info.txt longer than 79 characters are only inadvisable.
# expect: VALID
plain_bag
info "External-Description: $(printf 'word %.0s' $(seq 500))end"
seal
