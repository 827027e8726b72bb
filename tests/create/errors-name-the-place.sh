# A failure says what was to be made or updated, and where: a name alone is not enough.
# expect:
source_folder
words 3 create src -o "$PWD/no/such/bag"
said "'$PWD/no/such/bag' could not be made: "
plain_bag
mkdir locked
mv bag locked/bag
cp -r src locked/plain
chmod 555 locked
# shellcheck disable=SC2154 # from the runner
if $without touch locked/x 2>/dev/null; then
	rm locked/x
	skip 'this user may write anywhere'
fi
words 3 create src -o locked/new
said "'locked/new' could not be made: "
said 'Permission denied'
words 3 create --in-place locked/plain
said 'locked/plain'"' could not be made a bag: "
words 3 update -a sha256 locked/bag
said 'locked/bag'"' could not be updated: "
# What is refused for a reason says that reason, and no more.
chmod 755 locked
words 3 create src -o locked/bag
said "holdfast: 'locked/bag' is there already"
# However long the path, the reason is not cut off.
long=$(printf '%0250d' 0)
mkdir "$long"
words 3 create src -o "$long/$long/$long"
said 'No such file or directory'
