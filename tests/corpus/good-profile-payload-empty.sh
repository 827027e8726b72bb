# The profile wants no payload; one file without a byte is none.
# expect --profile=profile.json: VALID
plain_bag
rm -r bag/data/*
: >bag/data/x
manifests sha512
info 'BagIt-Profile-Identifier: urn:x:profile'
seal
profile '"Data-Empty": true'
