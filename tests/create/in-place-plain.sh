# The folder itself becomes a bag: its files are moved, not copied, and keep everything.
# expect: source-folder-empty
source_folder
mkdir src/empty
ln src/one.txt src/letters/again
chmod 700 src
contents src >was
find src -type f -printf '%i %P\n' | sort >inodes
ends 0 create --in-place src -a sha512 -a md5 --info 'Contact-Name=A'
found source-folder-empty
member bag '"src"'
verdict src VALID
carries src was
find src/data -type f -printf '%i %P\n' | sort | diff inodes -
accepted src md5 sha512
listed src
info_has src 'Contact-Name: A'
info_has src 'Payload-Oxum: 15.4'
[ "$(stat -c %a src/data)" = 700 ]
clean
