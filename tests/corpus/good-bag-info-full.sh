# All that the standard says of bag-info.txt, in unusual case, with labels of
# one's own, repeats, a value of several lines, and one that holds a colon.
# expect: VALID
plain_bag
info 'Source-Organization: Archive' 'CONTACT-NAME: one' 'Contact-Name: two' \
	'External-Description: a value' ' of three lines' \
	"$(printf '\tand a tab')" 'Bagging-Date: 2024-02-29' \
	'Bag-Size: 8 B' 'Bag-Group-Identifier: group' 'Bag-Count: 2 of ?' \
	'External-Identifier: urn:example:1' 'Our own label: value'
sed 's/^Payload-Oxum/payload-oxum/' bag/bag-info.txt >text
mv text bag/bag-info.txt
seal
