# A profile with mistakes is told, and no package is made by it; no more by one that is not there.
# expect: profile-unusable profile-value
source_folder
profile '"Data-Empty": "perhaps"'
ends 3 create src -o bag --profile profile.json
absent bag
words 3 create src -o bag --profile none.json
said none.json
absent bag
clean
