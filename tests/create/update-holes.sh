# Files that fetch.txt has yet to bring stay listed with the digests they had, and fetch.txt stays as it is.
# expect: oxum-mismatch payload-not-fetched payload-unlisted
for length in '' -; do
	plain_bag 1.0 sha256 sha512
	info 'Bag-Size: 8 bytes'
	hole data/one.txt $length
	seal
	cp bag/fetch.txt bag/manifest-sha512.txt .
	verdict bag 'INCOMPLETE payload-not-fetched'
	ends 0 update --fix-manifests --info A=b bag
	verdict bag 'INCOMPLETE payload-not-fetched'
	cmp fetch.txt bag/fetch.txt
	sort manifest-sha512.txt >must
	sort bag/manifest-sha512.txt | diff must -
	info_has bag 'Payload-Oxum: 8.2'
	echo new >bag/data/new
	ends 0 update --accept=added bag
	verdict bag 'INCOMPLETE payload-not-fetched'
	[ "$length" = - ] || info_has bag 'Payload-Oxum: 12.3'
	# No further digest can be made of what is not there.
	keep bag
	words 1 update -a md5 bag
	said data/one.txt
	unchanged bag
	# Once it is there, the bag is whole.
	echo one >bag/data/one.txt
	ends 0 update -a md5 bag
	verdict bag VALID
	info_has bag 'Payload-Oxum: 12.3'
	rm -r bag
done
