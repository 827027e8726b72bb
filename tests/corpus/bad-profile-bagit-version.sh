# The profile accepts the drafts alone.
# expect --profile=profile.json: INVALID profile-bagit-version
# expect text: found: 1.0
profiled_bag
profile_in profile.json urn:x:profile '"0.96", "0.97"'
