# The two manifests have digests of different contents of a file.
# expect: INVALID payload-changed
# expect text: algorithm: sha256
plain_bag 1.0 sha256 sha512
{
	entry sha256 bagit.txt data/one.txt
	entry sha256 data/notes/two.txt
} >bag/manifest-sha256.txt
seal
