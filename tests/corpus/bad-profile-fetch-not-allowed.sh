# The profile allows no fetch.txt, and there is one, though empty.
# expect --profile=profile.json: INVALID profile-fetch-not-allowed
plain_bag
info 'BagIt-Profile-Identifier: urn:x:profile'
: >bag/fetch.txt
seal
profile '"Allow-Fetch.txt": false'
