# The profile wants one empty file at most, and it has a byte.
# expect --profile=profile.json: INVALID profile-payload-not-empty
plain_bag
rm -r bag/data/*
printf x >bag/data/x
manifests sha512
info 'BagIt-Profile-Identifier: urn:x:profile'
seal
profile '"Data-Empty": true'
