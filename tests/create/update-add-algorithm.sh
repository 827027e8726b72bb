# Further algorithms are added beside the old ones, in payload and tag manifests, from one read; known ones change nothing.
# expect: digest-weak
plain_bag 1.0 md5
contents bag/data >was
ends 0 update --add-algorithm=sha512 -a SHA-256 bag
verdict bag VALID
accepted bag md5 sha256 sha512
for algorithm in md5 sha256 sha512; do
	listed bag $algorithm
done
carries bag was
keep bag
ends 0 update -a sha512 bag
member written false
unchanged bag
words 2 update -a sha bag
words 2 update bag bag
words 2 update
