# A label and a value of bag-info.txt hold escape sequences.
# expect: INVALID bag-info-spacing bag-info-value oxum-malformed
plain_bag
printf 'Bagging-Date: \033[2J\nLabel\033[31m:x\nPayload-Oxum: \033[2J\n' \
	>bag/bag-info.txt
seal
