# bag-info.txt cannot be read: no label is told to be missing.
# expect --profile=profile.json: UNDETERMINED unreadable
profiled_bag
profile '"Bag-Info": {"Contact-Name": {"required": true}}'
unreadable bag/bag-info.txt
