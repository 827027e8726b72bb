# A payload file and its line in the manifest were changed together; the tag
# manifest tells.
# expect: INVALID tag-file-changed
# expect text: manifest-sha512.txt: error
plain_bag
echo eno >bag/data/one.txt
manifests sha512
