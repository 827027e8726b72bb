# The bag names no profile.
# expect --profile=profile.json: INVALID profile-identifier-missing
# expect --profiles=.: VALID
plain_bag
profile
