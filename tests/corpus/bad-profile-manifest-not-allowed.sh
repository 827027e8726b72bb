# One of the manifests is not among those that the profile allows.
# expect --profile=profile.json: INVALID profile-manifest-not-allowed
# expect text: manifest-md5.txt: error
# expect text: expected: "sha512", "sha256"
plain_bag 1.0 md5 sha512
info 'BagIt-Profile-Identifier: urn:x:profile'
seal
profile '"Manifests-Allowed": ["sha512", "sha256"]'
