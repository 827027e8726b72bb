# A payload file that is not there, is a folder, a link or a pipe, or lies outside, is told with its line: all of them.
# expect: record-payload-missing record-value-malformed
record_folder
rm acc/letter.txt
mkdir acc/folder
ln -s record.txt acc/link
mkfifo acc/pipe
for file in folder link pipe nowhere/x scans; do
	printf '\nPayload: %s\nFile: %s\n' "p-$(echo $file | tr -d /)" "$file" >>acc/record.txt
done
sed -i '/^Quote/d' acc/record.txt
ends 3 create acc -o bag
[ "$(names_of_findings | sort | uniq -c | tr -s ' ')" = ' 6 record-payload-missing' ]
absent bag
clean
for file in ../outside /etc/hostname scans/../../outside; do
	record_folder
	printf '\nPayload: strange\nFile: %s\n' "$file" >>acc/record.txt
	ends 3 create acc -o bag
	[ -n "$(names_of_findings)" ]
	absent bag
done
