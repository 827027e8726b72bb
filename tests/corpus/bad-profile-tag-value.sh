# The second of three values of a label is not one that the profile allows.
# expect --profile=profile.json: INVALID profile-tag-value
# expect text: bag-info.txt:4: Source-Organization: error
# expect text: found: one
profiled_bag 'Source-Organization: One' 'source-organization: one' 'Source-Organization: Two'
profile '"Bag-Info": {"Source-Organization": {"values": ["One", "Two"]}}'
