# Before version 1.0 it is enough that some manifest lists each file.
# expect: VALID
plain_bag 0.97 sha256 sha512
sed '/one/d' bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
sed '/two/d' bag/manifest-sha256.txt >text
mv text bag/manifest-sha256.txt
seal
