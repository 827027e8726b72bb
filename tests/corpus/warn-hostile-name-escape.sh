# A name holds a sequence that would clear the terminal and colour the report.
# expect: VALID name-not-portable
# expect text: data/\x1b[2J\x1b[31mred: warning
plain_bag
echo three >"bag/data/$(printf '\033[2J\033[31mred')"
remake
