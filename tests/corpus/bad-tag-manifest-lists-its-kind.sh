# A tag manifest lists another.
# expect: INVALID tag-manifest-lists-its-kind
plain_bag 1.0 sha256 sha512
entry sha256 tagmanifest-sha512.txt >>bag/tagmanifest-sha256.txt
