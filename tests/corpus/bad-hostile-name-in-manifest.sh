# The manifest lists a name with an escape sequence, and there is no such file.
# expect: INVALID name-not-portable payload-missing
# expect text: data/\x1b]0;title\x07: error
plain_bag
also_listed "$(printf 'data/\033]0;title\007')"
