# A file with a line feed in its name is still to be fetched.
# expect: INCOMPLETE name-not-portable payload-not-fetched
plain_bag
line_feed='data/line
feed'
echo three >"bag/$line_feed"
info
entry sha512 "$line_feed" data/line%0Afeed >>bag/manifest-sha512.txt
echo 'https://example.org/three.txt 6 data/line%0Afeed' >bag/fetch.txt
rm "bag/$line_feed"
seal
