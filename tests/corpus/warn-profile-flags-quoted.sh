# A profile whose flags are in quotes, as some are: false is false.
# expect --profile=profile.json: VALID profile-flag-quoted
profiled_bag
profile '"Allow-Fetch.txt": "True", "Fetch.txt-Required": "false"' \
	'"Bag-Info": {"Contact-Name": {"required": "False"}}'
