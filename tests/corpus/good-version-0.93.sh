# Version 0.93, whose bag-info.txt was called package-info.txt.
# expect: VALID
plain_bag 0.93
info 'Packing-Date: 2008-01-15' 'Package-Size: 8 B'
seal
