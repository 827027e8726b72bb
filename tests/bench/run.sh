#!/bin/sh
# Does the benchmark still work?  It is run on corpora of nearly nothing, and
# what it promises is tried: not how fast anything is.
#
#   tests/bench/run.sh BUILDDIR
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR}" && pwd -P)
tools=$build/bench-tools
export LC_ALL=C TZ=UTC BENCH_SLICE=0.0005

# On the disk of the build: what is in memory cannot leave the cache.
top=$(mktemp -d "$build/bench-test.XXXXXX") || exit 1
trap 'rm -rf "$top"' EXIT
trap 'exit 1' HUP INT TERM
passed=0 failed=0 skipped=0

check() { # WHAT COMMAND...
	what=$1
	shift
	if "$@" >"$top/out" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL bench: $what"
		cat "$top/out"
	fi
}

not() {
	! "$@"
}

says() { # TEXT COMMAND...: fails, and says so
	text=$1
	shift
	! "$@" >"$top/said" 2>&1 && grep -F "$text" "$top/said"
}

bench() { # CASE...
	SCALE=1/4096 ROUNDS=1 REPEATS=0 GROWTH_ROUNDS=1 COLD=contents CASES="$*" \
		"$here/bench.sh" "$build" "$top"
}

show() { # FORMAT RESULTS
	"$tools/report" "$1" "$here/targets.txt" "$2"
}

cases='big-both growth'
case $(stat -f -c %T "$top") in
tmpfs | overlayfs)
	echo "bench: small-cold skipped: files of this file system stay in the cache"
	skipped=1 ;;
*) cases="$cases small-cold" ;;
esac

# shellcheck disable=SC2086 # words on purpose
check 'cases and growth are measured' bench $cases
results=$top/results.json

complete() {
	for name in $cases; do
		[ "$name" = growth ] || grep "\"case\": \"$name\"" "$results" || return 1
	done
	grep '"name": "holdfast --engine=openssl"' "$results" &&
		grep '"name": "xargs -P openssl, one after the other"' "$results" &&
		grep '"share_of_limit": 0*[.0-9]*[1-9]' "$results" &&
		grep '"case": "growth"' "$results" && grep '"name": "244 files"' "$results"
}
check 'results name what was measured' complete

register_measured() {
	bench audit-small register && for name in ingest-first-tenth ingest-last-tenth; do
		grep "\"$name\": { \"n\": [1-9]" "$results" || return 1
	done
	for name in log-append log-append-1000 catalogue ingest-late ingest-big ingest-huge ingest-large \
		audit-plan audit-many; do
		grep "\"case\": \"$name\"" "$results" || return 1
	done
	grep '"case": "log-verify", "n": 2001' "$results" &&
		grep '"form": "audit", "title": "audit-small: ' "$results" ||
		return 1
	for name in 'audit --no-from-medium' verify 'cp -a, sha512sum -c' 'where few are'; do
		grep "\"name\": \"$name\"" "$results" || return 1
	done
}

# In words and in the table, and one that takes longer than it may misses.
register_shown() {
	show text "$results" >"$top/text" && grep '^audit-many ' "$top/text" &&
		grep '^log-verify .* (target 3) .* (target 256) ' "$top/text" &&
		grep '^bags ingested one behind the other: ' "$top/text" &&
		show markdown "$results" >"$top/markdown" && grep '^| ingest-late |' "$top/markdown" &&
		sed '/"case": "log-verify"/,/"median"/s/"median": [0-9]/"median": 9/' "$results" >"$top/slow.json" &&
		show text "$top/slow.json" | grep '^log-verify *9.* (missed 3) '
}

# What has findings takes another way through the program than a good bag.
good_bag() {
	bag=$top/bags/big-4096/bag
	[ "$(ls "$bag")" = "$(printf '%s\n' bag-info.txt bagit.txt data manifest-sha256.txt \
		manifest-sha512.txt tagmanifest-sha256.txt tagmanifest-sha512.txt)" ] &&
		"$build/holdfast" verify "$bag" >"$top/found" && cat "$top/found" &&
		[ "$(wc -l <"$top/found")" = 1 ]
}
check 'the bag of a case is without findings' good_bag

# The same bytes on every machine, whatever is made beside them.
mkdir "$top/tiny" "$top/mixed"
same_bytes() {
	"$tools/corpus" tiny 2 "$top/tiny" && "$tools/corpus" mixed 4096 "$top/mixed" &&
		cat "$top/tiny/0000/file-0000001" "$top"/mixed/*/* | sha256sum &&
		[ "$(cat "$top/tiny/0000/file-0000001" "$top"/mixed/*/* | sha256sum)" = \
			"c232572133b1ea07ab345f32de351cadbdb9c020d90f2c405661237489cd1161  -" ]
}
check 'a corpus is the same in every run' same_bytes

published() {
	printf 'before\n<!-- results -->\nstale words\n<!-- end of results -->\nafter\n' >"$top/doc.md"
	for time in once twice; do
		"$here/publish.sh" "$tools/report" "$results" "$top/doc.md" "$top/chart.svg" &&
			cp "$top/doc.md" "$top/$time.md" || return 1
	done
	cmp "$top/once.md" "$top/twice.md" && xmllint --noout "$top/chart.svg" &&
		grep '^| big-both |' "$top/doc.md" && grep '(chart.svg)' "$top/doc.md" && not grep "stale words" "$top/doc.md" &&
		[ "$(head -n 1 "$top/doc.md") $(tail -n 1 "$top/doc.md")" = 'before after' ] &&
		echo 'no markers' >"$top/doc.md" &&
		says 'has no place' "$here/publish.sh" "$tools/report" "$results" \
			"$top/doc.md" "$top/chart.svg"
}
check 'results are put into a document, and nothing else of it changes' published

other_shape() {
	sed 's/"cpu_median"/"cpu"/' "$results" >"$top/other.json"
	says 'no contestant of ours' show text "$top/other.json" &&
		sed 's/"flipped": true/"flipped": false/' "$results" >"$top/other.json" &&
		says 'no bit was flipped' show text "$top/other.json"
}
check 'results of another shape are refused' other_shape

# A contestant that looks at nothing, and one that finds fault with everything.
echo 'sixteen bytes...' >"$top/file"
cp "$top/file" "$top/kept"
measure() { # COMMAND
	printf 'ours\tit\t%s\n' "$1" |
		"$tools/measure" --rounds=1 --flip="$top/file" title
}
blind() {
	says 'takes no notice of a flipped bit' measure true && cmp "$top/file" "$top/kept" &&
		says 'it failed' measure false && cmp "$top/file" "$top/kept"
}
check 'who takes no notice of a flipped bit, or fails, ends it all' blind
check 'who sees the flipped bit, and it alone, is measured' \
	measure "cmp '$top/file' '$top/kept'"

interrupted() {
	printf 'ours\tit\t%s\n' "touch '$top/flipped'; exec sleep 0.2" >"$top/slow"
	"$tools/measure" --rounds=1 --flip="$top/file" title <"$top/slow" &
	while [ ! -e "$top/flipped" ]; do sleep 0.01; done
	not cmp "$top/file" "$top/kept" && kill $! || return 1
	wait $!
	cmp "$top/file" "$top/kept"
}
check 'a bit that was flipped is flipped back when all is ended' interrupted

# Peers are told our digests: whoever computes others says so.
disagree() {
	list=$top/bags/big-4096/lists/openssl-sha512
	sed '1s/^./x/' "$list" >"$top/list" && cp "$top/list" "$list" &&
		says 'xargs -P openssl, one after the other failed' bench big-both
}
check 'tools that disagree end it all' disagree

# Behind all that reads the results of the cases.
check 'what a register and its audit cost is measured' register_measured
check 'what a register costs is shown beside its targets' register_shown

# 2^17 packages are kept in memory at once, before they are written.
many_packages() {
	mkdir "$top/V" && "$build/holdfast" init -q --origin=bench.example.org/many "$top/R" &&
		"$build/holdfast" location add -q "$top/R" vault --url=../V --site=here \
			--threat-zone=here --medium=disk &&
		"$tools/entries" --packages "$top/R" 131075 vault p "$(printf '%064d' 0)" &&
		"$build/holdfast" catalogue rebuild "$top/R" >"$top/rebuilt" && cat "$top/rebuilt" &&
		grep 'held: 131075 packages' "$top/rebuilt"
}
check 'a catalogue of more packages than are kept in memory is made' many_packages

limits() {
	less=$("$tools/limits" "$top/tiny" sha256) &&
		more=$("$tools/limits" "$top/tiny" sha256 sha512) &&
		echo "$less $more" && awk "BEGIN { exit !(0 < $less && $less < 1 && 0 < $more) }"
}
check 'limits are seconds' limits
check 'an unknown case is refused' says "no case or corpus 'bog'" bench bog

echo "bench: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
