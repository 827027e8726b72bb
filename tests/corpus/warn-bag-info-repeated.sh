# bag-info.txt gives Bagging-Date twice.
# expect: VALID bag-info-repeated
plain_bag
info 'Bagging-Date: 2024-01-31' 'bagging-date: 2024-02-01'
seal
