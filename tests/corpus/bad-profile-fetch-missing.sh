# The profile requires a fetch.txt.
# expect --profile=profile.json: INVALID profile-fetch-missing
profiled_bag
profile '"Fetch.txt-Required": true'
