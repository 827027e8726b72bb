# A symbolic link and what it points to hold escape sequences.
# expect: INVALID symlink-leaves-bag
# expect text: data/\x1b[8mlink: error
plain_bag
ln -s "$(printf '\033[2J')" "bag/data/$(printf '\033[8mlink')"
