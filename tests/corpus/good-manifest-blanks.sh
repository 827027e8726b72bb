# Between digest and path there may be any number of blanks and tabs.
# expect: VALID
plain_bag
{
	printf '%s %s\n' "$(digest sha512 bag/data/one.txt)" data/one.txt
	printf '%s\t \t%s\n' "$(digest sha512 bag/data/notes/two.txt)" \
		data/notes/two.txt
} >bag/manifest-sha512.txt
seal
