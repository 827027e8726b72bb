# The profile requires a manifest that is not there.
# expect --profile=profile.json: INVALID profile-manifest-missing
# expect text: manifest-sha256.txt: error
profiled_bag
profile '"Manifests-Required": ["sha512", "SHA-256"]'
