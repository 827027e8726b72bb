# The profile wants no payload, and there are two files.
# expect --profile=profile.json: INVALID profile-payload-not-empty
profiled_bag
profile '"Data-Empty": true'
