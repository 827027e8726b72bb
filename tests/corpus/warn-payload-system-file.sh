# What an operating system left in the payload was listed when the bag was made.
# expect: VALID payload-system-file
# expect text: data/.DS_Store: warning
# expect text: data/notes/desktop.ini: warning
plain_bag
echo icons >bag/data/.DS_Store
echo icons >bag/data/notes/desktop.ini
remake
