# Labels that the profile requires are not there: all are told.
# expect --profile=profile.json: INVALID profile-tag-missing
# expect text: bag-info.txt: Source-Organization: error
# expect text: bag-info.txt: Contact-Name: error
# expect text: expected: "One"
profiled_bag 'External-Description: x'
profile '"Bag-Info": {"Source-Organization": {"required": true, "values": ["One"]},
	"Contact-Name": {"required": true}, "external-description": {"required": true}}'
