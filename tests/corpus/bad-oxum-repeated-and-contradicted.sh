# bag-info.txt gives Payload-Oxum twice, and differently.
# expect: INVALID oxum-repeated
plain_bag
info 'Payload-Oxum: 9.9'
seal
