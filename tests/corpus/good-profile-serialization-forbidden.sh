# The profile wants a folder, and that is what it gets.
# expect --profile=profile.json: VALID
profiled_bag
profile '"Serialization": "forbidden"'
