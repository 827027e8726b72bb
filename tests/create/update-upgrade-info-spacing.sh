# A draft allows any blanks around a label's colon, 1.0 one behind it: lifting a bag to 1.0 sets them right, and keeps the values.
# expect: bag-info-spacing
plain_bag 0.96
info 'Contact-Name:   Ada' 'Note  :  one' '  two' 'Empty:' "$(printf 'Tab:\tx  y ')" 'Plain: z: w'
seal
ends 0 update --upgrade bag
verdict bag VALID
printf '%s\n' 'Payload-Oxum: 8.2' 'Contact-Name: Ada' 'Note: one' '  two' 'Empty: ' \
	"$(printf 'Tab:\tx  y ')" 'Plain: z: w' | diff - bag/bag-info.txt
# A bag of 1.0 keeps the bytes of every line that update does not own.
info 'Contact-Name:   Ada' 'Note  :  one'
seal
cp bag/bag-info.txt was
ends 0 update -a sha256 bag
cmp was bag/bag-info.txt
