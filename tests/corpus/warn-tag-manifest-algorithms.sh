# The tag manifest is of another algorithm than the payload manifest.
# expect: VALID tag-manifest-algorithms
plain_bag
rm bag/tagmanifest-sha512.txt
seal sha256
