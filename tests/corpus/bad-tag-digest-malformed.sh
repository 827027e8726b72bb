# A digest in the tag manifest is that of another algorithm.
# expect: INVALID digest-malformed
plain_bag
{
	entry md5 bag-info.txt
	entry sha512 bagit.txt
	entry sha512 manifest-sha512.txt
} >bag/tagmanifest-sha512.txt
