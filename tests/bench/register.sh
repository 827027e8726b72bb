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

# Entries one by one, each signed and durable before the next; and in groups.
log_rates() {
	one=$(part 2000 50) all=$(part 1000000 2000)
	begin_register "$folder/register"
	rate syncs "$one" "$("$tools/entries" --syncs "$folder/register" "$one")"
	rate single-entries "$one" "$("$tools/entries" "$folder/register/R" "$one" 1)"
	rate entries-by-1000 "$all" "$("$tools/entries" "$folder/register/R" "$all" 1000)"
}

# The log that is there now, from its first octet to its last.
measure_log_verify() {
	row ours 'log verify' "exec '$holdfast' log verify -q '$folder/register/R'" |
		"$tools/measure" --rounds="$rounds" --repeats="$repeats" \
			--json="$results/log-verify.json" \
			--about="\"case\": \"log-verify\", \"entries\": $(grep -c '^Entry: ' \
				"$folder/register/R/log/entries.txt")" \
			"register: verifying a log of $(grep -c '^Entry: ' \
				"$folder/register/R/log/entries.txt") entries" >&2
}

# small_bags FOLDER N: of three files of 4 KiB, in ten folders of as many, the
# same in all but their names.
small_bags() {
	rm -rf "$1"
	mkdir -p "$1/bag"
	"$tools/corpus" tiny 2 "$1/bag"
	head -c 4096 /dev/zero >"$1/bag/page"
	"$holdfast" create -q --in-place --verify-copy=none "$1/bag"
	tenth=0
	while [ $tenth -lt 10 ]; do
		mkdir "$1/$tenth"
		seq -f "$1/$tenth/bag-$tenth-%06g" $(($2 / 10)) |
			xargs -n 1 cp -a "$1/bag"
		tenth=$((tenth + 1))
	done
}

# Does the last tenth take longer than the first?
ingest_rates() {
	bags=$((${BAGS:-200} / scale / 10 * 10))
	[ $bags -ge 10 ] || bags=10
	begin_register "$folder/register"
	small_bags "$folder/small-bags" $bags
	for tenth in 0 1 2 3 4 5 6 7 8 9; do
		begin=$(date +%s.%N)
		find "$folder/small-bags/$tenth" -mindepth 1 -maxdepth 1 -print0 | sort -z |
			xargs -0 "$holdfast" ingest -q --to=vault "$folder/register/R"
		seconds=$(echo "$begin $(date +%s.%N)" | awk '{ printf "%.3f", $2 - $1 }')
		case $tenth in
		0) rate ingest-first-tenth $((bags / 10)) "$seconds" ;;
		9) rate ingest-last-tenth $((bags / 10)) "$seconds" ;;
		esac
	done
	"$holdfast" log verify -q "$folder/register/R" || exit
	rm -rf "$folder/small-bags"
}

# measure_ingest CASE FILES: a bag of 512 MiB, beside what people do without a
# register; and that made durable, which an ingest is.
measure_ingest() {
	place=$folder/big-ingest each=$((536870912 / scale / $2))
	begin_register "$place"
	mkdir -p "$place/bag" "$place/empty"
	mv "$place/R" "$place/V" "$place/empty"
	seq -f "$place/bag/file-%g" "$2" | while read -r file; do
		head -c "$each" /dev/urandom >"$file"
	done
	"$holdfast" create -q --in-place --verify-copy=none "$place/bag"
	sync
	{
		row ours 'holdfast ingest' "rm -rf a && cp -a empty a && exec '$holdfast' ingest -q a/R bag --to=vault"
		row peer 'cp -a, sha512sum -c' "rm -rf b && cp -a bag b && cd b && sha512sum -c --status manifest-sha512.txt tagmanifest-sha512.txt"
		row peer 'cp -a, sync, sha512sum -c' "rm -rf c && cp -a bag c && sync -f c && cd c && sha512sum -c --status manifest-sha512.txt tagmanifest-sha512.txt"
	} | "$tools/measure" --rounds="$rounds" --repeats="$repeats" \
		--folder="$place" --json="$results/$1.json" \
		--about="\"case\": \"$1\", \"files\": $2, \"octets\": $((each * $2))" \
		"register: ingest of $((each * $2 / 1048576)) MiB in files: $2" >&2
	rm -rf "$place"
}

# All of it, and $results/register.json.
measure_register() {
	log_rates >"$folder/register-rates"
	measure_log_verify
	ingest_rates >>"$folder/register-rates"
	measure_ingest ingest-big 4
	measure_ingest ingest-huge 1
	{
		printf '  { "rates": {\n'
		sed '$s/,$//' "$folder/register-rates"
		printf '  }, "measured": [\n%s,\n%s,\n%s ] }' "$(cat "$results/log-verify.json")" \
			"$(cat "$results/ingest-big.json")" "$(cat "$results/ingest-huge.json")"
	} >"$results/register.json"
	rm -rf "$folder/register" "$folder/register-rates"
}
