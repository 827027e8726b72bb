# A payload file is a symbolic link to another, whose contents are not those
# that were recorded for the link.
# expect: INVALID payload-changed symlink-inside
# expect text: data/link.txt: error: is not what was recorded
plain_bag
ln -s notes/two.txt bag/data/link.txt
entry sha512 data/one.txt data/link.txt >>bag/manifest-sha512.txt
echo 'Payload-Oxum: 12.3' >bag/bag-info.txt
seal
