# An update leaves files and folders of the payload as they are: inodes, times, permissions.
# expect: source-folder-empty
source_folder
mkdir src/empty
touch -d '1961-01-18 01:02:03.000000001' src/empty
chmod 640 src/one.txt
chmod 700 src/letters
chmod 2775 src/letters/old
ends 0 create --in-place src
chmod 750 src
find src/data -type f -printf '%i %m %T@ %P\n' | sort >files
find src/data -type d -printf '%m %T@ %P\n' | sort >folders
ends 0 update -a sha256 src
verdict src VALID
find src/data -type f -printf '%i %m %T@ %P\n' | sort | diff files -
find src/data -type d -printf '%m %T@ %P\n' | sort | diff folders - || fail "folders are not as they were"
[ "$(stat -c %a src)" = 750 ] || fail "the bag was 750, is $(stat -c %a src)"
