# Both profiles that the bag names are found, and one is not met.
# expect --profiles=profiles: INVALID profile-manifest-missing
# expect text: by the profile urn:x:other
profiled_bag 'BagIt-Profile-Identifier: urn:x:other'
mkdir profiles
profile_in profiles/a.json urn:x:profile '"1.0"' '"Manifests-Required": ["sha512"]'
profile_in profiles/b.json urn:x:other '"1.0"' '"Manifests-Required": ["md5"]'
