# Folders that nobody may write to are updated around, and nothing is left behind.
# expect:
plain_bag
chmod 555 bag/data/notes bag/data
ends 0 update -a sha256 bag
verdict bag VALID
[ "$(stat -c %a bag/data/notes)" = 555 ]
clean
mkdir -p src/a/b
echo x >src/a/b/c
chmod 555 src/a/b src/a
ends 0 create --in-place src
ends 0 update -a sha256 src
verdict src VALID
clean
