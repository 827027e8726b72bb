# A tag file is not what it was.
# expect: INVALID tag-file-changed
# expect --no-fixity: UNCHECKED
plain_bag
echo 'Contact-Name: somebody else' >>bag/bag-info.txt
