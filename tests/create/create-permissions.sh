# Permissions of files are kept, whatever the umask; a private folder does not become public.
# expect:
source_folder
chmod 600 src/one.txt
chmod 444 src/letters/abc
chmod 664 src/letters/old/1961.txt
cp src/one.txt src/run && chmod 755 src/run
chmod 700 src/letters
chmod 750 src/letters/old
ends 0 create src -o bag
for path in one.txt letters/abc letters/old/1961.txt run letters letters/old; do
	[ "$(stat -c %a bag/data/$path)" = "$(stat -c %a src/$path)" ] ||
		fail "$path: $(stat -c %a bag/data/$path), must be $(stat -c %a src/$path)"
done
