# The bag names another profile, or this one in other letters.
# expect --profile=profile.json: INVALID profile-identifier-differs
profiled_bag
profile_in profile.json urn:x:Profile '"1.0"'
