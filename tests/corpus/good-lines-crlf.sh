# The lines of tag files may end with CR and LF.
# expect: VALID
plain_bag
info 'External-Description: one value' ' in two lines'
for tag_file in bag/bag-info.txt bag/manifest-sha512.txt; do
	sed 's/$/\r/' "$tag_file" >text
	mv text "$tag_file"
done
seal
sed -i 's/$/\r/' bag/tagmanifest-sha512.txt
