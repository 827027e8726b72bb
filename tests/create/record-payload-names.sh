# Names that could not travel are refused also where a record gives them.
# expect: source-name-twins
record_folder
printf '\nPayload: again\nFile: scans/p1.tif\nAs: LETTER.txt\n' >>acc/record.txt
ends 3 create acc -o bag
found source-name-twins
absent bag
