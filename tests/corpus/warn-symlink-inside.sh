# A payload file is a symbolic link to another; it counts as that file.
# expect: VALID symlink-inside
# expect --strict: INVALID symlink-inside
# expect --no-fixity: UNCHECKED symlink-inside
# expect --fast: UNCHECKED
plain_bag
ln -s notes/two.txt bag/data/link.txt
entry sha512 data/link.txt >>bag/manifest-sha512.txt
echo 'Payload-Oxum: 12.3' >bag/bag-info.txt
seal
