# A draft is lifted to 1.0 when that is asked for: its info file has the new name, its rules are the new ones.
# expect: digest-weak
for version in 0.93 0.94 0.95 0.96 0.97; do
	plain_bag $version md5
	info 'Contact-Name: A' 'Note: 1' 'Note: 2'
	seal
	keep bag
	words 1 update bag
	said --upgrade
	ends 1 update -a sha512 bag
	unchanged bag
	contents bag/data >was
	ends 0 update --upgrade -a sha512 bag
	verdict bag VALID
	carries bag was
	absent bag/package-info.txt
	head -n 1 bag/bagit.txt | grep -qx 'BagIt-Version: 1.0'
	printf 'Payload-Oxum: 8.2\nContact-Name: A\nNote: 1\nNote: 2\n' | cmp - bag/bag-info.txt
	listed bag md5
	listed bag
	ends 0 update --upgrade bag
	member written false
	rm -r bag
done
