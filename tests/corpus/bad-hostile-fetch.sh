# An address in fetch.txt holds an escape sequence.
# expect: INVALID fetch-url-malformed
plain_bag
printf 'https://example.org/\033[2J 4 data/one.txt\n' >bag/fetch.txt
seal
