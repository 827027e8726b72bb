# The lines of one tag file may end in different ways, the last one not at all.
# expect: VALID
plain_bag
{
	entry sha512 data/one.txt | tr '\n' '\r'
	printf '%s' "$(entry sha512 data/notes/two.txt)"
} >bag/manifest-sha512.txt
seal
