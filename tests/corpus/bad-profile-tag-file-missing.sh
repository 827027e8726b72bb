# A tag file that the profile requires is listed, and not there; another is a folder.
# expect --profile=profile.json: INVALID profile-tag-file-missing tag-file-missing
# expect text: a.txt: error: is a tag file that
# expect text: b.txt: error: is a tag file that
profiled_bag
echo x >bag/a.txt
seal
rm bag/a.txt
mkdir bag/b.txt
profile '"Tag-Files-Required": ["a.txt", "b.txt", "bag-info.txt"]'
