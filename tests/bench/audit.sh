# What an audit costs beside reading alone.  Read by bench.sh, which sets tools,
# holdfast, rounds and the like; and by register.sh, for what reads no corpus.
# shellcheck shell=sh disable=SC2154 disable=SC2016

# A night passes before each run, so that everything at an interval of half a
# day is due in each; and the log keeps its order.
night='read -r now <clock && now=$((now + 86400)) && echo $now >clock && export SOURCE_DATE_EPOCH=$now &&'

# make_audit PLACE: a register beside the bag, and a copy of it in V.
make_audit() {
	begin_register "$1/audit"
	sed -i 's/^Interval: .*/Interval: 12h/' "$1/audit/R/register.txt"
	"$holdfast" ingest -q --to=vault "$1/audit/R" "$1/bag"
	date +%s >"$1/audit/clock"
}

# audit_contestants CACHE: an audit reads from the medium, if it is not told
# otherwise; so whatever is in memory would be the peer's alone.
audit_contestants() {
	case $1 in
	warm)
		row ours 'audit --no-from-medium' "$night exec '$holdfast' audit -q --no-from-medium R" ;;
	cold)
		row ours audit "$night exec '$holdfast' audit -q R"
		row peer 'verify --from-medium' "exec '$holdfast' verify -q --from-medium V/bag" ;;
	esac
	row peer verify "exec '$holdfast' verify -q V/bag"
}

# Many packages, of which a few are due.  Those are real bags; of the others
# the log says that they were ingested, and at their place are folders of their
# names, into which such a run does not look.
measure_many() {
	due=$(part 100 3) others=$(($(part 100000 300) - due)) place=$folder/many
	begin_register "$place"
	mkdir "$place/S"
	"$holdfast" location add -q "$place/R" store --url=../S --site=there --threat-zone=there \
		--medium=disk
	sed -i 's/^Interval: .*/Interval: 365d\nInterval-At: vault 12h/' "$place/R/register.txt"
	tiny_package "$place/bag"
	"$holdfast" ingest -q --to=vault "$place/R" "$place/bag"
	pretend "$place" $((due - 1)) vault due
	seq -f "$place/V/due-%08.0f" 0 $((due - 2)) | xargs -n 1 cp -a "$place/bag"
	pretend "$place" "$others" store held
	empty_packages "$place/S" "$others" held
	date +%s >"$place/clock"
	{
		row ours 'audit --plan' "SOURCE_DATE_EPOCH=\$((\$(cat clock) + 86400)) exec '$holdfast' audit -q --plan R"
		row beside 'log verify' "exec '$holdfast' log verify -q R"
	} | measured audit-plan "a plan over $((due + others)) packages, of which $due are due" \
		"\"n\": $((due + others))" --folder="$place"
	{
		row ours audit "$night exec '$holdfast' audit -q R"
		row peer 'verify, a bag a call' "for bag in V/*; do '$holdfast' verify -q \"\$bag\" || exit; done"
		row beside syncs "exec '$tools/entries' --syncs . $((3 * due))"
	} | measured audit-many "an audit of $((due + others)) packages, of which $due are due" \
		"\"n\": $((due + others))" --folder="$place"
	rm -rf "$place"
}
