# Algorithms: sha512 beside a weak one that is required, unless it is not allowed.
# expect:
source_folder
profile '"Manifests-Required": ["md5"]'
ends 0 create src -o both --profile profile.json
[ -f both/manifest-md5.txt ] || fail "must have both: $(ls both)"
[ -f both/manifest-sha512.txt ] || fail "must have both: $(ls both)"
ends 0 verify --profile profile.json both
profile '"Manifests-Required": ["md5"], "Manifests-Allowed": ["md5", "sha256"]' \
	'"Tag-Manifests-Allowed": ["md5", "sha256"]'
ends 0 create src -o next --profile profile.json
[ -f next/manifest-md5.txt ] || fail "must have both: $(ls next)"
[ -f next/manifest-sha256.txt ] || fail "must have both: $(ls next)"
absent next/manifest-sha512.txt
ends 0 verify --profile profile.json next
profile '"Manifests-Required": ["sha256"]'
ends 0 create src -o strong --profile profile.json
absent strong/manifest-sha512.txt
ends 0 create src -o asked --profile profile.json -a sha1
[ -f asked/manifest-sha1.txt ] || fail "sha1 was asked for"
ends 0 verify --profile profile.json asked
