# All kinds at once, in one word or in several options; the count and the manifests are right.
# expect: name-not-portable oxum-mismatch payload-changed payload-missing payload-unlisted
for accept in '--accept=changed,added,removed' '--accept removed --accept added --accept changed'; do
	rm -rf bag
	plain_bag 1.0 md5 sha256 sha512
	echo more >>bag/data/one.txt
	mkdir bag/data/new
	echo new >bag/data/new/a
	echo new >"bag/data/new/$(printf '100%%\nb')"
	rm -r bag/data/notes
	contents bag/data >was
	# shellcheck disable=SC2086 # words
	ends 0 update $accept bag
	member changed 1
	member added 2
	member removed 1
	verdict bag "VALID name-not-portable"
	carries bag was
	for algorithm in md5 sha256 sha512; do
		listed bag $algorithm
	done
	info_has bag 'Payload-Oxum: 17.3'
done
