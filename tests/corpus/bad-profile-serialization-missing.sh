# The profile wants the bag in one file, and it is a folder.
# expect --profile=profile.json: INVALID profile-serialization-missing
profiled_bag
profile '"Serialization": "required", "Accept-Serialization": ["application/tar"]'
