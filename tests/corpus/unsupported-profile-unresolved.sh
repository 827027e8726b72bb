# One of the profiles that the bag names is not in the folder.
# expect --profiles=profiles: UNDETERMINED profile-unresolved
# expect --profile=other.json --profiles=profiles: VALID
# expect text: bag-info.txt:3: error
# expect text: found: urn:x:other
profiled_bag 'BagIt-Profile-Identifier: urn:x:other'
mkdir profiles
profile_in profiles/a.json urn:x:profile '"1.0"'
profile_in other.json urn:x:other '"1.0"'
