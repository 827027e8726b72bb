# A creation that does not say where, or says it twice, or takes two sources, is misuse.
# expect:
source_folder
words 2 create src
said --output
words 2 create
words 2 create src src -o bag
words 2 create src -o bag --in-place
said 'exclude each other'
words 2 create src -o ''
words 2 create src -o bag -a sha
words 2 create src -o bag --symlinks=keep
words 2 create src -o bag --bag-version=0.97
words 2 create src -o bag --exclude
# A pattern that could match nothing would leave in what was to be left out.
for pattern in '' letters/ /letters ./letters / "$PWD/src/letters"; do
	words 2 create src -o bag --exclude "$pattern"
	said 'without a slash'
done
absent bag
ends 0 create src -o bag --bag-version=1.0
