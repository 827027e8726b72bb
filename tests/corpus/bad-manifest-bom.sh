# The manifest begins with a byte-order mark; its first line counts all the same.
# expect: INVALID tag-file-bom
plain_bag
{ printf '\357\273\277'; cat bag/manifest-sha512.txt; } >text
mv text bag/manifest-sha512.txt
seal
