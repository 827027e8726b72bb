# The first line of bag-info.txt continues a value that there is not.
# expect: INVALID bag-info-malformed
plain_bag
{ echo '  of old'; cat bag/bag-info.txt; } >text
mv text bag/bag-info.txt
seal
