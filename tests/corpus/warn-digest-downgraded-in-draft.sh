# A file is protected by MD5 alone, which a draft allows.
# expect: VALID digest-downgraded
plain_bag 0.97 md5 sha512
sed '/one/d' bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
seal
