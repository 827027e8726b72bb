# A private folder is not made public by packaging it in place.
# expect:
source_folder
chmod 700 src
ends 0 create --in-place src
[ "$(stat -c %a src)" = 700 ] || fail "has become $(stat -c %a src)"
