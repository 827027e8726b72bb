# A file of more than 4 MiB is not read as a profile.
# expect --profile=profile.json: UNDETERMINED profile-malformed profile-unusable
profiled_bag
profile
head -c 4194304 /dev/zero | tr '\0' ' ' >>profile.json
