# With --algorithm repeated, every manifest lists every file, and the tools of each accept it.
# expect:
source_folder
ends 0 create src -o bag -a md5 --algorithm sha1 -a SHA-224 -a sha256 -a sha384 -a sha512 \
	-a blake2b-512 -a sha256
verdict bag VALID
accepted bag md5 sha1 sha224 sha256 sha384 sha512 b2
for algorithm in md5 sha1 sha256 sha512; do
	listed bag $algorithm
done
[ "$(find bag -name '*manifest-*.txt' | wc -l)" = 14 ]
