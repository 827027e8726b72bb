# A line that is none as md5sum and its kin write it is refused with its number; a list that is not there is an error.
# expect: expected-line-malformed expected-unlisted
source_folder
{
	(cd src && sha256sum one.txt)
	echo 'no digest here'
	echo '0123  letters/abc'
	echo 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8g5  letters/abc'
	echo 'SHA999 (letters/abc) = 00'
	printf '%s\n' '\e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\qb'
} >sums
ends 3 create src -o bag --expect sums
[ "$(names_of_findings | grep -c expected-line-malformed)" = 5 ] || fail "$(names_of_findings)"
absent bag
words 3 create src -o bag --expect sums
said sums:2
words 3 create src -o bag --expect nowhere
said nowhere
absent bag
