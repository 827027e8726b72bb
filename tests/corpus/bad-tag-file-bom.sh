# bag-info.txt begins with a byte-order mark, which UTF-8 must not have here.
# expect: INVALID tag-file-bom
plain_bag
{ printf '\357\273\277'; cat bag/bag-info.txt; } >text
mv text bag/bag-info.txt
seal
