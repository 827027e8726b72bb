# The strong digest of a file is right, the weak one is not.
# expect: INVALID payload-changed
# expect text: algorithm: md5
plain_bag 1.0 md5 sha512
{
	entry md5 bagit.txt data/one.txt
	entry md5 data/notes/two.txt
} >bag/manifest-md5.txt
seal
