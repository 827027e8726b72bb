# A line of the manifest is longer than a mebibyte; the others count.
# expect: INVALID tag-file-line-too-long
plain_bag
{
	printf '%s  data/' "$(digest sha512 bag/data/one.txt)"
	head -c 1100000 /dev/zero | tr '\0' x
	echo
} >>bag/manifest-sha512.txt
seal
