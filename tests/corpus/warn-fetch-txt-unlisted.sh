# The tag manifest does not list fetch.txt.
# expect: VALID tag-file-unlisted
# expect text: fetch.txt: warning
plain_bag
echo 'https://example.org/one.txt 4 data/one.txt' >bag/fetch.txt
