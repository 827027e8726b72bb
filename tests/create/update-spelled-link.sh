# A link to a bag: the bag is updated, or nothing is; the link stays a link.
# expect:
plain_bag 1.0 md5
mkdir shelf
mv bag shelf/bag
ln -s shelf/bag link
keep shelf/bag
status=0
"${program:?}" update -a sha512 link >said 2>&1 || status=$?
[ -L link ] || fail "the link is gone: $(find . | sort)"
if [ $status = 0 ]; then
	verdict shelf/bag VALID
else
	[ -s said ]
	unchanged shelf/bag
fi
clean
