# All that a package would not meet is told, and nothing is written.
# expect: profile-bagit-version profile-manifest-missing profile-manifest-not-allowed profile-payload-file-missing profile-payload-file-not-allowed profile-tag-file-missing profile-tag-missing profile-tag-recommended profile-tag-repeated profile-tag-value profile-algorithm-unknown
source_folder
profile_in profile.json urn:x:profile '"0.97"' '"Bag-Info": {"Contact-Name": {"required": true}, "A": {"values": ["1"]},
	"B": {"repeatable": false}, "C": {"recommended": true}}' \
	'"Manifests-Required": ["md6"], "Manifests-Allowed": ["md6", "sha512"]' \
	'"Tag-Files-Required": ["metadata/mets.xml"]' \
	'"Payload-Files-Required": ["data/two.txt"], "Payload-Files-Allowed": ["data/*.txt"]'
keep src
ends 3 create src -o bag --profile profile.json --info A=2 --info B=1 --info B=2 -a sha1
told profile-payload-file-not-allowed data/letters/abc
told profile-manifest-not-allowed manifest-sha1.txt
told profile-manifest-missing manifest-md6.txt
absent bag
clean
unchanged src
ends 3 create --in-place src --profile profile.json --info A=2 --info B=1 --info B=2 -a sha1
unchanged src
