# A payload file and a folder that the profile requires are not there; an empty folder is none.
# expect --profile=profile.json: INVALID profile-payload-file-missing
# expect text: data/two.txt: error
# expect text: data/empty/: error
# expect text: data/note/: error
profiled_bag
mkdir bag/data/empty
profile '"Payload-Files-Required": ["data/two.txt", "data/empty/", "data/note/", "data/notes/"]'
