# Before version 1.0 some makers encoded line ends: where the literal name is
# not there, the decoded one is.
# expect: VALID name-not-portable
plain_bag 0.97
line_feed='data/line
feed'
echo three >"bag/$line_feed"
info
entry sha512 "$line_feed" data/line%0Afeed >>bag/manifest-sha512.txt
seal
