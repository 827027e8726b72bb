# A label that the profile recommends is not there.
# expect --profile=profile.json: VALID profile-tag-recommended
profiled_bag
profile '"Bag-Info": {"Contact-Email": {"recommended": true}}'
