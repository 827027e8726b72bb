# Tag files that the profile does not allow, also in a folder whose name begins as data does.
# expect --profile=profile.json: INVALID profile-tag-file-not-allowed
# expect text: data.old/x: error
# expect text: y: error
profiled_bag
mkdir bag/data.old
echo x >bag/data.old/x
echo x >bag/y
profile '"Tag-Files-Allowed": ["metadata/*"]'
