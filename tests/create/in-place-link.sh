# A link to a folder: what becomes a bag is the folder, or nothing; never the link.
# expect:
source_folder
mkdir elsewhere
mv src elsewhere/src
ln -s elsewhere/src link
keep elsewhere
status=0
"${program:?}" create --in-place link >said 2>&1 || status=$?
[ -L link ] || fail "the link is gone: $(find . | sort)"
if [ $status = 0 ]; then
	verdict elsewhere/src VALID
	[ ! -L elsewhere/src/data ] || fail "the payload is a link"
else
	[ -s said ]
	unchanged elsewhere
fi
clean
