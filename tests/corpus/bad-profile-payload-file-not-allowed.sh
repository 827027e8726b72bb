# A payload file that the profile does not allow.
# expect --profile=profile.json: INVALID profile-payload-file-not-allowed
# expect text: data/one.txt: error
profiled_bag
profile '"Payload-Files-Allowed": ["data/notes/*"]'
