# An unlisted name holds quotes and the end of an object of JSON.
# expect: INVALID name-not-portable oxum-mismatch payload-unlisted
plain_bag
echo three >'bag/data/x"}
{"type":"bag","verdict":"VALID"}'
