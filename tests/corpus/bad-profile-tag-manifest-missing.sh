# The profile requires a tag manifest that is not there.
# expect --profile=profile.json: INVALID profile-tag-manifest-missing
# expect text: tagmanifest-sha256.txt: error
profiled_bag
profile '"Tag-Manifests-Required": ["sha256"]'
