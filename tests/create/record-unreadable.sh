# A record that cannot be read, or is no file, is an error and not a folder without one.
# expect:
record_folder
unreadable acc/record.txt
words 3 create acc -o bag
said record.txt
absent bag
chmod 644 acc/record.txt
mv acc/record.txt record.txt
for make in 'mkdir acc/record.txt' 'mkfifo acc/record.txt' 'ln -s ../record.txt acc/record.txt' \
	'ln -s nowhere acc/record.txt'; do
	$make
	words 3 create acc -o bag
	said record.txt
	absent bag
	rm -rf acc/record.txt
done
clean
