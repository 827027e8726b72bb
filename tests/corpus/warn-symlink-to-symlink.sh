# A symbolic link leads to another, and that one to a file of the bag.
# expect: VALID symlink-inside
# expect --strict: INVALID symlink-inside
plain_bag
ln -s two.txt bag/data/notes/middle.txt
ln -s ./notes/../notes/middle.txt bag/data/link.txt
entry sha512 data/link.txt >>bag/manifest-sha512.txt
entry sha512 data/notes/middle.txt >>bag/manifest-sha512.txt
echo 'Payload-Oxum: 16.4' >bag/bag-info.txt
seal
