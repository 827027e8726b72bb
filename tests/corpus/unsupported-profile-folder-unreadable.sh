# What may lie in a folder that cannot be looked into is not told to be missing.
# expect --profile=profile.json: UNDETERMINED unreadable
profiled_bag
mkdir bag/metadata
echo x >bag/metadata/a.xml
profile '"Tag-Files-Required": ["metadata/a.xml"]'
unreadable bag/metadata
