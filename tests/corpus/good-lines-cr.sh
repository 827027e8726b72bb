# The lines of tag files may end with CR alone.
# expect: VALID
plain_bag
info 'External-Description: one value' ' in two lines'
for tag_file in bag/bag-info.txt bag/manifest-sha512.txt; do
	tr '\n' '\r' <"$tag_file" >text
	mv text "$tag_file"
done
seal
tr '\n' '\r' <bag/tagmanifest-sha512.txt >text
mv text bag/tagmanifest-sha512.txt
