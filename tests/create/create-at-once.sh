# Of many runs that make the same package at once, one wins, the others say why they do not, and the package is whole.
# expect:
source_folder
# One of them, in the background: make_one ROUND RUN.
make_one() {
	made=0
	"${program:?}" create -q src -o "bag$1" >"said$2" 2>&1 || made=$?
	echo $made >"status$2"
}
for round in $(seq 10); do
	for run in 1 2 3 4; do
		make_one "$round" $run &
	done
	wait
	[ "$(cat status? | sort | tr '\n' ' ')" = '0 3 3 3 ' ] ||
		fail "round $round: statuses $(cat status? | tr '\n' ' '): $(cat said?)"
	[ "$(cat said? | wc -l)" = 3 ] || fail "not everybody says why: $(cat said?)"
	verdict "bag$round" VALID
	clean
	rm status? said?
done
