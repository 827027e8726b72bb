# The profile allows no tag manifest.
# expect --profile=profile.json: INVALID profile-tag-manifest-not-allowed
# expect text: expected: nothing
profiled_bag
profile '"Tag-Manifests-Allowed": []'
