# The one blank behind a colon may be a tab.
# expect: VALID
plain_bag
info "$(printf 'Source-Organization:\tArchive')"
seal
