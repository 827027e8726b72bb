# Names with LF, CR and % are encoded in the manifest, those and nothing else, and what other tools decode is the name.
# expect: name-not-portable
mkdir -p src "src/100% $(printf 'a\nb')"
echo x >"src/100% $(printf 'a\nb')/%"
number=0
for name in 'line\nfeed' 'carriage\rreturn' '100%' '%25' '%0A' '%0d' '%%' '%2525' 'a%0Db%\n-' ' leading' \
	'two  blanks' 'tab\t-' '*star' '\\-' '\\n' '-dash' '#hash' '~' '"quotes"' "'" ';|&$' '[a]' '\033[2J' \
	'\001' '\177' '\303\274' '\342\200\256txt' '\360\237\223\234' '...' 'CON' 'nul.txt' 'x.'
do
	number=$((number + 1))
	echo "$number" >"src/$(printf '%b' "$name")"
done
contents src >was
keep src
ends 0 create src -o bag -a sha512 -a sha256
verdict bag 'VALID name-not-portable'
listed bag sha512
listed bag sha256
carries bag was
unchanged src
