# Each kind of change has its own word, and each word accepts no other change.
# expect: oxum-mismatch payload-changed payload-missing payload-unlisted
made() {
	rm -rf bag
	plain_bag
	case $1 in
	changed) echo more >>bag/data/one.txt ;;
	added) echo new >bag/data/new.txt ;;
	removed) rm bag/data/one.txt ;;
	esac
}
for kind in changed added removed; do
	for word in changed added removed; do
		[ $word != $kind ] || continue
		made $kind
		keep bag
		ends 1 update --accept=$word bag
		unchanged bag
		# What is missing is named, and nothing that nobody needs.
		said "holdfast: --accept=$kind takes"
		unsaid "--accept=$kind,"
	done
	for words in $kind changed,added,removed; do
		made $kind
		touch -d '1961-01-18 01:02:03.123456789' bag/data/notes bag/data bag/data/notes/two.txt
		contents bag/data >was
		ends 0 update --accept="$words" bag
		member $kind 1
		member written true
		verdict bag VALID
		carries bag was
		listed bag
	done
done
words 2 update --accept=all bag
words 2 update --accept=changed:added bag
words 2 update --accept bag
