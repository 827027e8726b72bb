# Two payload files in one place are refused, and told with the second's line.
# expect: record-payload-twice
record_folder
printf '\nPayload: again\nFile: scans/p1.tif\nAs: letter.txt\n' >>acc/record.txt
ends 3 create acc -o bag
found record-payload-twice
grep -n '^Payload: again' acc/record.txt | cut -d : -f 1 >line
words 3 create acc -o bag
said "record.txt:$(cat line)"
absent bag
clean
