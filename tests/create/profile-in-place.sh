# A folder becomes a bag that meets its profile.
# expect:
source_folder
profile '"Manifests-Required": ["sha256"], "Data-Empty": false' \
	'"Payload-Files-Allowed": ["data/letters/*", "data/one.txt"]'
ends 0 create --in-place src --profile profile.json
info_has src 'BagIt-Profile-Identifier: urn:x:profile'
ends 0 verify --profile profile.json src
