# A byte-order mark at the beginning of a tag file goes when the bag is updated.
# expect: bagit-txt-bom tag-file-bom
for file in bagit.txt bag-info.txt manifest-sha512.txt; do
	plain_bag
	printf '\357\273\277' | cat - bag/$file >marked
	mv marked bag/$file
	seal
	ends 0 update --fix-manifests bag
	verdict bag VALID
	[ "$(head -c 3 bag/$file | od -An -tx1)" != ' ef bb bf' ]
	rm -r bag
done
