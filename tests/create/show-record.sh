# A package with a record says what it is of, and how far its copy chain goes.
# expect:
record_folder
ends 0 create acc -o bag
ends 0 show bag
member record true
words 0 show bag
said 'A letter on the harbour'
said 'population COMPLETE-AS-DECLARED, lineage COMPLETE-AS-DECLARED'
# A record with mistakes is told, and the rest is shown all the same.
sed -i 's/^Kind: /Kidn: /' bag/holdfast/record.txt
words 0 show bag
said 'the record has mistakes'
