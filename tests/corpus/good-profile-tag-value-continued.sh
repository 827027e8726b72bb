# A value that goes on in another line is the one that the profile has in one.
# expect --profile=profile.json: VALID
profiled_bag 'Source-Organization: The First' '  and Only'
profile '"Bag-Info": {"Source-Organization": {"values": ["The First and Only"]}}'
