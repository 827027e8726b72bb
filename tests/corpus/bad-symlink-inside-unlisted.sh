# A symbolic link to a payload file is in no manifest.
# expect: INVALID oxum-mismatch payload-unlisted symlink-inside
plain_bag
ln -s notes/two.txt bag/data/link.txt
