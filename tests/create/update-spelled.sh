# The bag may be named with a slash at its end, as "." or by way of "..".
# expect: digest-weak
check() {
	[ -e bag/manifest-sha512.txt ] || fail "$1: was not updated"
	verdict bag VALID
	clean
	rm -r bag
}
plain_bag 1.0 md5
ends 0 update -a sha512 bag//
check bag//
plain_bag 1.0 md5
(cd bag && ends 0 update -a sha512 .)
check .
plain_bag 1.0 md5
ends 0 update -a sha512 "$PWD/bag/data/.."
check data/..
