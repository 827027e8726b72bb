# A folder of the payload is a symbolic link to another with unlisted files,
# and links to folders are not followed.
# expect: INVALID symlink-leaves-bag
plain_bag
mkdir bag/metadata
echo hidden >bag/metadata/hidden.txt
ln -s ../metadata bag/data/more
