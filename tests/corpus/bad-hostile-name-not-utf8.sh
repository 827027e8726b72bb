# An unlisted name is not UTF-8.
# expect: INVALID oxum-mismatch payload-unlisted
# expect text: data/caf\xe9\xff: error
plain_bag
echo three >"bag/data/$(printf 'caf\351\377')"
