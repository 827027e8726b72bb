# A path longer than PATH_MAX is packaged like any other, with the times of file and folders.
# expect:
name=$(printf 'n%.0s' $(seq 200))
mkdir -p "src/$name"
echo long >"src/$name/file"
touch -d '1961-01-18 10:11:12.123456789' "src/$name/file" "src/$name"
for _ in $(seq 29); do
	mkdir src/outer
	mv "src/$name" src/outer
	mv src/outer "src/$name"
done
times_of() { (cd "$1" && find . -mindepth 28 -printf '%y %m %T@ %P\n'); }
times_of src >was
ends 0 create src -o bag
verdict bag VALID
path=data/$(printf "$name/%.0s" $(seq 30))file
[ "$(cut -d ' ' -f 3- bag/manifest-sha512.txt)" = "$path" ]
times_of bag/data | diff was -
ends 0 update -a sha256 bag
verdict bag VALID
times_of bag/data | diff was -
ends 0 create --in-place src
verdict src VALID
times_of src/data | diff was -
