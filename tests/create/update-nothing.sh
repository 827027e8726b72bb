# A bag that is as recorded is left as it is, to the last time stamp.
# expect:
plain_bag
keep bag
ends 0 update bag
member written false
words 0 update bag
said 'nothing was written'
unchanged bag
words 0 update -q bag
lines 0
clean
