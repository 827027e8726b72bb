# A bag that follows two profiles, and names both.
# expect --profile=profile.json --profile=other.json: VALID
profiled_bag 'BagIt-Profile-Identifier: urn:x:other'
profile
profile_in other.json urn:x:other '"1.0"'
