# What an update cannot mend leaves the bag as it is, and the run fails.
# expect: algorithm-unsupported bag-info-malformed bagit-txt-missing digest-malformed path-contradicted path-unsafe payload-directory-missing payload-manifest-missing special-file symlink-leaves-bag tag-manifest-missing
refused() {
	keep bag
	ends "${1-1}" update --accept=changed,added,removed --fix-manifests --upgrade -a sha256 bag
	unchanged bag
	clean
	rm -r bag
}
mkdir bag
refused
plain_bag
sed 's/^[0-9a-f]\{8\}/00000000/; 2d' bag/manifest-sha512.txt >line
cat line >>bag/manifest-sha512.txt
seal
refused
plain_bag
sed -i '1s/^.//' bag/manifest-sha512.txt
seal
refused
plain_bag
also_listed data/../../outside
refused
plain_bag
unknown_manifests md7
refused 3	# nobody can say whether it is valid
plain_bag
echo 'no colon' >>bag/bag-info.txt
seal
refused
plain_bag
ln -s /etc/hostname bag/data/link
refused
plain_bag
mkfifo bag/data/pipe
refused
