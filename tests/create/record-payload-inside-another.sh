# A payload file cannot lie within another: told before anything is written.
# expect:
record_folder
printf '\nPayload: again\nFile: scans/p1.tif\nAs: letter.txt/page\n' >>acc/record.txt
words 3 create acc -o bag
said letter.txt
absent bag
clean
