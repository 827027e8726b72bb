# Tag files of others, in folders too, stay, with their times, and are in the new tag manifests.
# expect:
plain_bag
mkdir -p bag/metadata/deep bag/empty
echo x >bag/metadata/deep/x.xml
echo y >"bag/metadata/y z.txt"
echo z >bag/notes.md
touch -d '1961-01-18 01:02:03.123456789' bag/metadata/deep/x.xml bag/metadata/deep bag/metadata bag/empty
find bag/metadata bag/empty bag/notes.md -printf '%y %m %i %T@ %P\n' | grep -v '^d' | sort >was
find bag/metadata bag/empty -type d -printf '%m %T@ %P\n' | sort >folders
ends 0 update --fix-manifests bag
verdict bag VALID
find bag/metadata bag/empty bag/notes.md -printf '%y %m %i %T@ %P\n' | grep -v '^d' | sort | diff was -
find bag/metadata bag/empty -type d -printf '%m %T@ %P\n' | sort | diff folders -
for path in metadata/deep/x.xml notes.md; do
	grep -q "  $path\$" bag/tagmanifest-sha512.txt || fail "$path is not listed"
done
