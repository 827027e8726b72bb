# The profile that the bag names is found in a folder, by its identifier alone.
# expect --profiles=profiles: VALID
profiled_bag
mkdir profiles profiles/older
profile_in profiles/any.JSON urn:x:profile '"1.0"' '"Manifests-Required": ["sha512"]'
profile_in profiles/older/any.json urn:x:profile '"1.0"' '"Manifests-Required": ["md5"]'
echo 'no profile' >profiles/strange.json
echo 'no profile' >profiles/readme.txt
profile_in profiles/other.json urn:x:other '"1.0"' '"Manifests-Required": ["md5"]'
