# Two files of the folder claim to be the profile that the bag names.
# expect --profiles=profiles: UNDETERMINED profile-unresolved
# expect text: both profiles/a.json and profiles/b.json have it
profiled_bag
mkdir profiles
profile_in profiles/a.json urn:x:profile '"1.0"'
profile_in profiles/b.json urn:x:profile '"1.0"'
