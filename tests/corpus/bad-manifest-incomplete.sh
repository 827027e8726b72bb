# The second manifest lists half of the files, and each must list all.
# expect: INVALID manifest-incomplete
# expect text: manifest-sha512.txt
plain_bag 1.0 sha256 sha512
sed '/one/d' bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
seal
