# A payload file that is cited and cannot be read forbids the packaging.
# expect: cite-unreadable record-payload-missing
record_folder
unreadable acc/letter.txt
ends 3 create acc -o bag
absent bag
clean
chmod 644 acc/letter.txt
sed -i 's/^Cite: .*/Cite: data\/elsewhere.txt/' acc/record.txt
ends 3 create acc -o bag
found cite-unreadable
absent bag
