# Version 0.95, whose bag-info.txt was called package-info.txt.
# expect: VALID
plain_bag 0.95
info 'Packing-Date: 2008-01-15' 'Package-Size: 8 B'
seal
