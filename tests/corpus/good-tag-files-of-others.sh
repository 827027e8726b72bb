# Other tag files, and folders of them, may be there, listed or not; even ones
# whose names begin as those that have a meaning.
# expect: VALID
plain_bag
mkdir -p bag/metadata/deep bag/data-sheets bag/tagmanifest-old
echo note >bag/metadata/deep/note.xml
echo note >bag/data-sheets/note.txt
echo note >bag/tagmanifest-old/note.txt
echo note >bag/metadata/manifest-sha512.txt
echo note >bag/unlisted.txt
seal
{
	entry sha512 metadata/deep/note.xml
	entry sha512 data-sheets/note.txt
} >>bag/tagmanifest-sha512.txt
