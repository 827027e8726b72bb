# Lists as other tools write and accept them: with a byte-order mark, remarks, and the forms of b2sum --tag and of openssl dgst.
# expect: expected-differs expected-line-malformed expected-unlisted
source_folder
digest_of() {
	"$1" "src/$2" | cut -d ' ' -f 1
}
(
	cd src || exit
	printf '\357\273\277# made by a tool that marks its text\r\n'
	sha256sum one.txt letters/abc | sed 's/$/\r/'
	printf '# a remark between\r\n'
	sha256sum letters/old/1961.txt
) >marked
(cd src && b2sum --tag one.txt letters/abc letters/old/1961.txt) >tagged
for file in one.txt letters/abc letters/old/1961.txt; do
	printf 'SHA2-512(%s)= %s\n' $file "$(digest_of sha512sum $file)"
	printf 'MD5(%s)= %s\n' $file "$(digest_of md5sum $file)"
done >openssl
ends 0 create src -o bag --expect marked --expect tagged --expect openssl
accepted bag md5 sha256 sha512 b2
for algorithm in md5 sha256 sha512; do
	listed bag $algorithm
done
# Compared they are, and not only taken over.
sed 's/\(.\)\r*$/\1/; 1,$s/= ./= f/' openssl | sed 's/= f/= 0/' >wrong
ends 3 create src -o other --expect wrong
absent other
# What is not known here is said to be that.
printf 'SM3 (one.txt) = 00\n' >sums
ends 3 create src -o other --expect sums
told expected-line-malformed sums
words 3 create src -o other --expect sums
said "SM3"
absent other
