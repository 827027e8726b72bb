# What a register costs: entries into its log, verifying that, and bags taken
# into custody.  Read by bench.sh, which sets tools, holdfast, folder, results,
# scale, rounds and repeats.
# shellcheck shell=sh disable=SC2154

# begin_register FOLDER: a register R that signs, and a location V, and nothing
# else.
begin_register() {
	rm -rf "$1"
	mkdir -p "$1/V"
	"$holdfast" init -q --origin=bench.example.org/register "$1/R"
	"$holdfast" location add -q "$1/R" vault --url=../V --site=here --threat-zone=here \
		--medium=disk
	"$holdfast" key new -q "$1/R"
}

# per_second N SECONDS
per_second() {
	awk "BEGIN { printf \"%.1f\", $1 / $2 }"
}

# an Nth of it, at least the other
part() { # OF LEAST
	echo "$1 $2 $scale" | awk '{ n = int($1 / $3); print n < $2 ? $2 : n }'
}

# rate NAME N SECONDS: a member of register.json, and a line for people.
rate() {
	printf '    "%s": { "n": %d, "seconds": %s, "per_second": %s },\n' \
		"$1" "$2" "$3" "$(per_second "$2" "$3")"
	echo "register: $1: $(per_second "$2" "$3") a second ($2 in $3 s)" >&2
}

# measured NAME TITLE ABOUT [OPTION]...: contestants from standard input; a line
# for people, and one of the objects of register.json.
measured() {
	name=$1 title=$2 about=$3
	shift 3
	"$tools/measure" --rounds="$rounds" --repeats="$repeats" \
		--json="$results/register-$name.json" \
		--about="\"case\": \"$name\"${about:+, $about}" "$@" \
		"register: $title" >&2
	echo "$results/register-$name.json" >>"$folder/register-measured"
}

# Entries one by one, each signed and durable before the next; and in groups.
# Beside them the syncs that the disk must do for it: a commit waits for three.
# Each run begins with a log that is empty, so that no catalogue has to catch up.
measure_appends() {
	one=$(part 200 10) groups=$(part 100 4) place=$folder/appends
	begin_register "$place/empty"
	again="rm -rf a && cp -a empty a && exec '$tools/entries'"
	{
		row ours 'each acknowledged by itself' "$again a/R $one 1"
		row peer syncs "exec '$tools/entries' --syncs . $one"
	} | measured log-append "entries: $one" "\"n\": $one" --folder="$place"
	{
		row ours '1000 to a commit' "$again a/R $((groups * 1000)) 1000"
		row peer '3 syncs a commit' "exec '$tools/entries' --syncs . $((groups * 3))"
	} | measured log-append-1000 "entries: $((groups * 1000))" "\"n\": $((groups * 1000))" \
		--folder="$place"
	rm -rf "$place"
}

# A log of a million entries, from its first octet to its last; and the
# catalogue, made again of it.
measure_long_log() {
	all=$(part 1000000 2000)
	begin_register "$folder/register"
	"$tools/entries" "$folder/register/R" "$all" 1000 >/dev/null
	entries=$(grep -c '^Entry: ' "$folder/register/R/log/entries.txt")
	{
		row ours 'log verify' "exec '$holdfast' log verify -q '$folder/register/R'"
		row peer sha256sum "exec sha256sum '$folder/register/R/log/entries.txt'"
	} | measured log-verify "verifying a log of $entries entries" "\"n\": $entries"
	{
		row ours 'catalogue rebuild' "exec '$holdfast' catalogue rebuild '$folder/register/R'"
		row beside 'log verify' "exec '$holdfast' log verify -q '$folder/register/R'"
	} | measured catalogue "the catalogue of $entries entries" "\"n\": $entries"
	rm -rf "$folder/register"
}

# tiny_package BAG: of three files, 4 KiB in all.
tiny_package() {
	mkdir -p "$1"
	"$tools/corpus" tiny 2 "$1"
	head -c 4096 /dev/zero >"$1/page"
	"$holdfast" create -q --in-place --verify-copy=none "$1"
}

# small_bags FOLDER PARTS N: N of them in each of so many folders, the same in
# all but their names.
small_bags() {
	rm -rf "$1"
	tiny_package "$1/bag"
	for part in $(seq "$2"); do
		mkdir "$1/$part"
		seq -f "$1/$part/bag-$part-%06g" "$3" |
			xargs -n 1 cp -a "$1/bag"
	done
	rm -r "$1/bag"
}

# Does the last tenth take longer than the first?
ingest_rates() {
	bags=$((${BAGS:-200} / scale / 10))
	[ $bags -ge 1 ] || bags=1
	begin_register "$folder/register"
	small_bags "$folder/small-bags" 10 $bags
	for part in $(seq 10); do
		begin=$(date +%s.%N)
		find "$folder/small-bags/$part" -mindepth 1 -maxdepth 1 -print0 | sort -z |
			xargs -0 "$holdfast" ingest -q --to=vault "$folder/register/R"
		seconds=$(echo "$begin $(date +%s.%N)" | awk '{ printf "%.3f", $2 - $1 }')
		case $part in
		1) rate ingest-first-tenth $bags "$seconds" ;;
		10) rate ingest-last-tenth $bags "$seconds" ;;
		esac
	done
	"$holdfast" log verify -q "$folder/register/R" || exit
	rm -rf "$folder/small-bags" "$folder/register"
}

# pretend FOLDER N LOCATION NAME: so many packages are there, by the log and by
# their names in the folder, and what has been ingested last is the like of them.
pretend() {
	root=$(sed -n 's/^Bag-Root: //p' "$1/R/log/entries.txt" | tail -n 1)
	"$tools/entries" --packages "$1/R" "$2" "$3" "$4" "$root" >/dev/null
}

# empty_packages FOLDER N NAME: folders with nothing in them.
empty_packages() {
	(cd "$1" && seq -f "$3-%08.0f" 0 $(($2 - 1)) | xargs mkdir)
}

# Into a register that holds next to nothing, and into one that holds as many
# as an archive does, turn by turn: so neither the disk nor others can make one
# look slow that is not.
measure_ingest_late() {
	held=$(part 50000 100) bags=$(part 20 2) place=$folder/ingest-late
	sets=$((rounds + repeats + 1))
	for size in few many; do
		begin_register "$place/$size"
		small_bags "$place/$size/next" $((sets + 1)) "$bags"
		"$holdfast" ingest -q --to=vault "$place/$size/R" "$place/$size/next/1/"*
		rm -r "$place/$size/next/1"
	done
	pretend "$place/many" "$held" vault held
	empty_packages "$place/many/V" "$held" held
	for size in many few; do
		role=peer
		[ $size = few ] || role=ours
		row $role "where $size are" "cd $size && set -- next/* && '$holdfast' ingest -q --to=vault R \"\$1\"/* && rm -r \"\$1\""
	done | measured ingest-late "ingest of $bags bags, where $held are held or few" \
		"\"n\": $bags, \"held\": $held" --folder="$place"
	rm -rf "$place"
}

# measure_ingest NAME FILES MIB: a bag, into a register that is in use, beside what
# people do without one; and that made durable, which an ingest is.
measure_ingest() {
	place=$folder/big-ingest each=$(($3 * 1048576 / scale / $2))
	begin_register "$place"
	tiny_package "$place/first"
	"$holdfast" ingest -q --to=vault "$place/R" "$place/first"
	mkdir -p "$place/bag" "$place/used"
	mv "$place/R" "$place/V" "$place/used"
	seq -f "$place/bag/file-%g" "$2" | while read -r file; do
		head -c "$each" /dev/urandom >"$file"
	done
	"$holdfast" create -q --in-place --verify-copy=none "$place/bag"
	sync
	gone='rm -rf a b c'	# of all: no two copies at a time
	{
		row ours 'holdfast ingest' "$gone && cp -a used a && exec '$holdfast' ingest -q a/R bag --to=vault"
		row peer 'cp -a, sha512sum -c' "$gone && cp -a bag b && cd b && sha512sum -c --status manifest-sha512.txt tagmanifest-sha512.txt"
		row peer 'cp -a, sync, sha512sum -c' "$gone && cp -a bag c && sync -f c && cd c && sha512sum -c --status manifest-sha512.txt tagmanifest-sha512.txt"
	} | measured "$1" "ingest of $((each * $2 / 1048576)) MiB in files: $2" \
		"\"files\": $2, \"octets\": $((each * $2))" --folder="$place"
	rm -rf "$place"
}

# All of it, and $results/register.json.
measure_register() {
	: >"$folder/register-measured"
	measure_appends
	measure_long_log
	measure_ingest_late
	measure_ingest ingest-big 4 512
	measure_ingest ingest-huge 1 512
	measure_ingest ingest-large 8 4096
	measure_many
	ingest_rates >"$folder/register-rates"
	{
		printf '  { "rates": {\n'
		sed '$s/,$//' "$folder/register-rates"
		printf '  }, "measured": [\n'
		comma=
		while read -r one; do
			printf '%s' "$comma"
			cat "$one"
			comma=',
'
		done <"$folder/register-measured"
		printf ' ] }'
	} >"$results/register.json"
	rm -f "$folder/register-rates" "$folder/register-measured"
}
