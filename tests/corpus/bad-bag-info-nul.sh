# A value in bag-info.txt goes on behind a NUL.
# expect: INVALID bag-info-malformed
# expect text: it holds a NUL
plain_bag
printf 'Contact-Name: A\0.exe\n' >>bag/bag-info.txt
seal
