# An unlisted name holds a line feed and a line of a good report.
# expect: INVALID name-not-portable oxum-mismatch payload-unlisted
# expect text: data/x\nbag: VALID: error
plain_bag
echo three >'bag/data/x
bag: VALID'
