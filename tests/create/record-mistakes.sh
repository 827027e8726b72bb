# A record with mistakes forbids the packaging; all mistakes are told, with their lines.
# expect: record-label-missing record-label-unknown record-line-malformed
record_folder
sed -i 's/^Kind: original/Kidn: original/; s/^Type: person/Type person/' acc/record.txt
ends 3 create acc -o bag
found record-label-missing record-label-missing record-label-unknown record-line-malformed
absent bag
clean
