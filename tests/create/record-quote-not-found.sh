# Words that are not in the file that is cited forbid the packaging; line ends and runs of blanks make no difference.
# expect: quote-not-found
record_folder
ends 0 create acc -o good
sed -i 's/^Quote: .*/Quote: the harbour is closed./' acc/record.txt
ends 3 create acc -o bag
found quote-not-found
absent bag
clean
words 3 create acc -o bag
said 'the harbour is closed.'
