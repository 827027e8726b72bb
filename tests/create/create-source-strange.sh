# No such source, a source that is a file, a pipe or a dangling link: an error that names it, and nothing made.
# expect:
echo x >file
mkfifo pipe
ln -s nowhere dangling
mkdir -p full
for source in nowhere file pipe dangling file/ nowhere/ ''; do
	words 3 create "$source" -o bag
	said "'$source'"
	absent bag
done
clean
# A link to a folder is as good as the folder.
source_folder
ln -s src alias
ends 0 create alias -o bag
verdict bag VALID
[ -d bag/data/letters ]
