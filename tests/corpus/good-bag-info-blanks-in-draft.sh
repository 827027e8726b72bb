# Before version 1.0 there may be any number of blanks around a colon.
# expect: VALID
plain_bag 0.97
info 'Source-Organization  :   Archive' 'Contact-Name:nobody'
seal
