# A creation that does not say where, or says it twice, or takes two sources, is misuse.
# expect:
source_folder
words 2 create src
said --output
words 2 create
words 2 create src src -o bag
words 2 create src -o bag --in-place
words 2 create src -o ''
words 2 create src -o bag -a sha
words 2 create src -o bag --symlinks=keep
words 2 create src -o bag --bag-version=0.97
words 2 create src -o bag --exclude
absent bag
ends 0 create src -o bag --bag-version=1.0
