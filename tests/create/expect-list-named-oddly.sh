# What a list is called does not make its digests something else.
# expect:
source_folder
for algorithm in sha224 sha384 sha512 sha256; do
	(cd src && "${algorithm}sum" one.txt letters/abc letters/old/1961.txt) >"${algorithm}sums.txt"
	cp "${algorithm}sums.txt" "web2-$algorithm"
	ends 0 create src -o $algorithm --expect "${algorithm}sums.txt"
	listed $algorithm $algorithm
	ends 0 create src -o web2$algorithm --expect "web2-$algorithm"
	listed web2$algorithm $algorithm
done
(cd src && b2sum one.txt letters/abc letters/old/1961.txt) >b2sums.txt
ends 0 create src -o b2 --expect b2sums.txt
accepted b2 b2
