# The manifest lists a file twice, with different digests, the wrong one first.
# expect: INVALID path-contradicted payload-changed
plain_bag
{
	entry sha512 bagit.txt data/one.txt
	cat bag/manifest-sha512.txt
} >text
mv text bag/manifest-sha512.txt
seal
