# A package names each profile that it meets, once, also where the line was given.
# expect:
source_folder
profile
profile_in other.json urn:x:other '"1.0"'
ends 0 create src -o bag --profile profile.json --profile other.json \
	--info 'bagit-profile-identifier=urn:x:other'
[ "$(grep -ci '^bagit-profile-identifier: urn:x:other$' bag/bag-info.txt)" = 1 ] ||
	fail "$(cat bag/bag-info.txt)"
info_has bag 'BagIt-Profile-Identifier: urn:x:profile'
ends 0 verify --profile profile.json --profile other.json bag
ends 0 verify --profiles . bag
