# Lists made before are compared in the one read, and their algorithms become manifests.
# expect:
source_folder
(cd src && find . -type f -exec md5sum {} +) >md5sums.txt
(cd src && find . -type f -printf '%P\0' | xargs -0 sha256sum --tag) >SHA256SUMS
(cd src && sha1sum -b one.txt letters/abc letters/old/1961.txt) >sums
find src -type f -exec sha224sum {} + >above
ends 0 create src -o bag --expect md5sums.txt --expect SHA256SUMS --expect=sums --expect above
verdict bag VALID
accepted bag md5 sha1 sha224 sha256 sha512
for algorithm in md5 sha1 sha224 sha256 sha512; do
	listed bag $algorithm
done
ends 0 create --in-place src --expect md5sums.txt
verdict src VALID
listed src md5
