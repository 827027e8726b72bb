# A package is made that meets its profile: manifests of each kind as required and allowed.
# expect: profile-serialization-missing
source_folder
profile '"Bag-Info": {"Source-Organization": {"required": true, "values": ["A", "B"]},
	"Bagging-Date": {"required": true}, "Payload-Oxum": {"required": true}}' \
	'"Manifests-Required": ["sha256"], "Manifests-Allowed": ["sha256"]' \
	'"Tag-Manifests-Required": ["md5"], "Allow-Fetch.txt": false' \
	'"Serialization": "required", "Accept-Serialization": ["application/zip"]' \
	'"Payload-Files-Required": ["data/letters/old/"]'
ends 0 create src -o bag --profile profile.json --info 'source-organization=B'
info_has bag 'BagIt-Profile-Identifier: urn:x:profile'
for file in manifest-sha256.txt tagmanifest-sha256.txt tagmanifest-md5.txt; do
	[ -f "bag/$file" ] || fail "$file is not there"
done
absent bag/manifest-md5.txt bag/manifest-sha512.txt
(cd bag && md5sum --strict --quiet -c tagmanifest-md5.txt)
listed bag sha256
verdict bag 'VALID tag-manifest-algorithms'
# It is a folder yet; nothing else is wrong with it.
words 1 verify --profile profile.json bag
said '1 error, 1 warning'
said profile-serialization-missing
clean
