# In words a creation is one line, and with --quiet none.
# expect:
source_folder
words 0 create src -o bag
said 'bag: made (3 files, 11 bytes, read back)'
lines 1
words 0 create -q src -o bag2
lines 0
words 0 create --verify-copy=none src -o bag3
said 'not read back'
