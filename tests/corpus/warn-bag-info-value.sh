# A date of bag-info.txt is no date, and a count is no count.
# expect: VALID bag-info-value
# expect text: bag-info.txt:2: warning
# expect text: bag-info.txt:3: warning
plain_bag
info 'Bagging-Date: 2023-02-29' 'Bag-Count: 3 of 2' 'Bag-Group-Identifier: x'
seal
