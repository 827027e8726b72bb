# One byte is a byte, and one octet an octet: in what is said, and in what is written.
# expect:
mkdir src
printf x >src/x
words 0 create src -o bag
said '(1 file, 1 byte, read back)'
info_has bag 'Bag-Size: 1 byte'
words 0 show bag
said 'Payload: 1 file, 1 byte (1 octet)'
