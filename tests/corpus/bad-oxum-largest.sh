# Payload-Oxum has the largest numbers that there are.
# expect: INVALID oxum-mismatch
plain_bag
echo 'Payload-Oxum: 18446744073709551615.18446744073709551615' \
	>bag/bag-info.txt
seal
