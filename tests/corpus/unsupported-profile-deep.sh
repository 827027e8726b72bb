# Lists in one another a hundred thousand times: refused before they are read.
# expect --profile=profile.json: UNDETERMINED profile-malformed profile-unusable
profiled_bag
{
	printf '{"Bag-Info": '
	head -c 100000 /dev/zero | tr '\0' '['
} >profile.json
