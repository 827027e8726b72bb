# --info sets a line where it stands, or at the end; all else goes through byte for byte.
# expect: bag-info-spacing
plain_bag
printf 'Source-Organization : Harbour  Archive \r\nX-Odd:no blank\nContact-Name:\tA\n' >bag/bag-info.txt
printf 'Description: first\n  second\n\tthird\nNote: 1\nPayload-Oxum: 8.2\nnote: 2\nLast:  two' >>bag/bag-info.txt
seal
ends 0 update --info contact-name=B --info New=x bag
printf 'Source-Organization : Harbour  Archive \r\nX-Odd:no blank\ncontact-name: B\n' >must
printf 'Description: first\n  second\n\tthird\nNote: 1\nPayload-Oxum: 8.2\nnote: 2\nLast:  two\nNew: x\n' >>must
cmp must bag/bag-info.txt || fail "bag-info.txt is: $(cat -A bag/bag-info.txt)"
# A value of several lines goes as a whole.
ends 0 update --info Description=short bag
sed '/^Description/,/third/ { /third/!d; s/.*/Description: short/; }' must | cmp - bag/bag-info.txt ||
	fail "bag-info.txt is: $(cat -A bag/bag-info.txt)"
# Several values of one label stay together.
ends 0 update --info Note=new --info note=newer bag
sed -n '/^[Nn]ote/p; /^Last/p' bag/bag-info.txt | diff - /dev/fd/3 3<<'EOF'
Note: new
note: newer
Last:  two
EOF
for given in ' A=b' 'A =b' '=b' 'A' "$(printf 'A=\377')" 'Payload-Oxum=1.1'; do
	keep bag
	words 2 update --info "$given" bag
	unchanged bag
done
