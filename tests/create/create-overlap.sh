# A place within the source is refused, however it is spelled, and a source within the place too.
# expect:
source_folder
keep src
ln -s src alias
mkdir beside
for dest in src/bag src/ src/letters/bag src/letters/ src/letters/../bag ./src/letters/old/bag \
	alias/bag "$PWD/src/bag" beside/../src/bag src/letters/../../src/bag; do
	ends 3 create src -o "$dest"
	ends 3 create alias -o "$dest"
done
ends 3 create src/letters -o src
ends 3 create src/letters/old -o src/letters
unchanged src
# Beside it is well, and so is what only has the source's name at its beginning.
ends 0 create src -o src-2
ends 0 create src/letters -o src/bag
verdict src/bag VALID
