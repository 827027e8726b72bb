# One run tells everything, and verifies every byte beside it.
# expect --profile=profile.json: INVALID payload-changed profile-bagit-version profile-identifier-missing profile-manifest-missing profile-payload-file-missing profile-serialization-missing profile-tag-file-not-allowed profile-tag-missing
# expect --no-fixity --profile=profile.json: INVALID profile-bagit-version profile-identifier-missing profile-manifest-missing profile-payload-file-missing profile-serialization-missing profile-tag-file-not-allowed profile-tag-missing
plain_bag
echo ONE >bag/data/one.txt
echo x >bag/x
profile_in profile.json urn:x:profile '"0.97"' '"Bag-Info": {"Contact-Name": {"required": true}}' \
	'"Manifests-Required": ["md5"], "Tag-Files-Allowed": ["y"]' \
	'"Serialization": "required", "Accept-Serialization": ["*"]' \
	'"Payload-Files-Required": ["data/three.txt"]'
