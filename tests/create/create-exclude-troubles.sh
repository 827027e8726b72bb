# What is excluded forbids nothing: a pipe, a link, a folder that nobody may read, a twin, a bag's mark, a name that is not UTF-8.
# expect: source-excluded
source_folder
mkfifo src/pipe
ln -s nowhere src/link
mkdir src/lost+found
echo x >src/ONE.txt
echo x >"src/$(printf 'caf\351')"
unreadable src/lost+found
ends 0 create src -o bag --exclude pipe --exclude link --exclude 'lost+found' --exclude ONE.txt \
	--exclude 'caf?'
verdict bag VALID
[ "$(find bag/data -type f | wc -l)" = 3 ]
