# Where nobody may write beside the folder it stays as it is, and the run says what it could not do.
# expect:
mkdir above
source_folder
mv src above/src
chmod 555 above
# shellcheck disable=SC2086,SC2154 # words, from the runner
if $without test -w above; then
	chmod 755 above
	skip "nothing is read-only to this user"
fi
keep above/src
words 3 create --in-place above/src
unchanged above/src
words 3 create above/src -o above/bag
said 'Permission denied'
ends 0 create above/src -o bag
verdict bag VALID
