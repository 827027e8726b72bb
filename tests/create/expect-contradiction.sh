# Where two lists say different things of a file, it cannot be what both say.
# expect: expected-line-malformed
source_folder
(cd src && md5sum one.txt letters/abc letters/old/1961.txt) >good
sed '1s/^......../00000000/' good >bad
for lists in '--expect good --expect bad' '--expect bad --expect good'; do
	# shellcheck disable=SC2086 # words
	ends 3 create src -o bag $lists
	found expected-line-malformed
	absent bag
done
