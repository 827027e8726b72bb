# There is no bag-info.txt at all, and the profile requires a label.
# expect --profile=profile.json: INVALID profile-identifier-missing profile-tag-missing tag-file-missing
profiled_bag
rm bag/bag-info.txt
profile '"Bag-Info": {"Contact-Name": {"required": true}}'
