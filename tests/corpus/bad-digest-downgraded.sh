# The line of a file was removed from the strong manifest, so that a forgery
# which keeps its MD5 would pass.
# expect: INVALID digest-downgraded manifest-incomplete
plain_bag 1.0 md5 sha512
sed '/one/d' bag/manifest-sha512.txt >text
mv text bag/manifest-sha512.txt
seal
