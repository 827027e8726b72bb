# A folder without a file can be packaged, with a warning; its bag has a data folder, and an empty manifest.
# expect: payload-empty
mkdir src
ends 0 create src -o bag
[ -d bag/data ] && [ -e bag/manifest-sha512.txt ] && [ ! -s bag/manifest-sha512.txt ]
verdict bag 'VALID payload-empty'
