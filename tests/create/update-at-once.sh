# Of several updates at once each succeeds or says why not, and the bag is whole.
# expect:
update_one() {
	updated=0
	"${program:?}" update -q -a "$1" bag >"said$1" 2>&1 || updated=$?
	echo $updated >"status$1"
}
for _ in $(seq 8); do
	plain_bag
	for algorithm in md5 sha1 sha256 sha384; do
		update_one $algorithm &
	done
	wait
	"${program:?}" verify -q bag || fail "the bag is not whole: $(cat said*)"
	for algorithm in md5 sha1 sha256 sha384; do
		case $(cat status$algorithm) in
		0) ;;
		3) [ -s said$algorithm ] || fail "fails without a word" ;;
		*) fail "status $(cat status$algorithm): $(cat said$algorithm)" ;;
		esac
	done
	grep -qx 0 status* || fail "none won: $(cat said*)"
	clean
	rm -r bag
done
