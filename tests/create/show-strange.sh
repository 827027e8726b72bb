# What strangers wrote into bag-info.txt is printed harmlessly.
# expect:
plain_bag
printf 'Note: red \033[31m\nNote: \342\200\256gnorw\nO\033dd: x\n' >bag/bag-info.txt
seal
words 0 show bag
unsaid "$(printf '\033')"
unsaid "$(printf '\342\200\256')"
said 'red \x1b[31m'
ends 0 show bag
unsaid "$(printf '\033')"
