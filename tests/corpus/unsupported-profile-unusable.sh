# A profile with a mistake that hides what it asks for decides nothing.
# expect --profile=profile.json: UNDETERMINED profile-unusable profile-value
profiled_bag
profile '"Manifests-Required": "md5"'
