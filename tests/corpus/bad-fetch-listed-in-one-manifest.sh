# A file is to be fetched that only one of two manifests lists.
# expect: INVALID fetch-unlisted manifest-incomplete payload-not-fetched
plain_bag 1.0 sha256 sha512
hole data/one.txt
sed '/one/d' bag/manifest-sha256.txt >text
mv text bag/manifest-sha256.txt
seal
