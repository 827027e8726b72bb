# A bag that meets all that a profile can ask for, in one go.
# expect --profile=profile.json: VALID
plain_bag 1.0 sha256 sha512
info 'bagit-profile-identifier: urn:x:profile' 'source-organization: One' \
	'SOURCE-ORGANIZATION: The Other' 'Contact-Name: anybody'
mkdir bag/metadata bag/database
echo x >bag/metadata/a.xml
echo x >bag/database/b.xml
seal
profile '"Bag-Info": {"Source-Organization": {"required": true,
	"values": ["One", "The Other"]}, "Contact-Name": {"repeatable": false,
	"recommended": true, "description": "who to ask"}}' \
	'"Manifests-Required": ["SHA-512"], "Manifests-Allowed": ["sha256", "sha512"]' \
	'"Tag-Manifests-Required": ["sha256"], "Tag-Manifests-Allowed": ["sha256", "sha512"]' \
	'"Allow-Fetch.txt": false, "Fetch.txt-Required": false, "Data-Empty": false' \
	'"Serialization": "optional", "Accept-Serialization": ["application/zip"]' \
	'"Tag-Files-Required": ["metadata/a.xml"], "Tag-Files-Allowed": ["*/?.[w-y]ml"]' \
	'"Payload-Files-Required": ["data/one.txt", "data/notes/"]' \
	'"Payload-Files-Allowed": ["data/*.txt"]'
