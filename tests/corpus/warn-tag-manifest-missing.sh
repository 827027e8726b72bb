# There is no tag manifest, so a change of the manifest would go unnoticed.
# expect: VALID tag-manifest-missing
plain_bag
rm bag/tagmanifest-sha512.txt
