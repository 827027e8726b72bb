# shellcheck shell=sh disable=SC2154 # the variables are those of run.sh
# The table of cases in docs/formats/copy-chain.md, row by row: each variant is
# made of the record of the sample, and must come to what its row says.  A row
# that is not made here fails.  Read by run.sh.

lines() { printf '\n'; printf '%s\n' "$@"; }

# row WORDS: the record with that changed, in $scratch/row.
row() {
	record=$manifest/record.txt
	case $1 in
	'as it is') cat "$record" ;;
	'every claim has G3 or better') sed 's/^Grade: G[12]$/Grade: G3/' "$record" ;;
	'one of the three copies is left out') cat "$scratch/short/record.txt" ;;
	'a fourth copy of the same typing') cat "$scratch/excess/record.txt" ;;
	'Count: >=2') sed 's/^Count: 3$/Count: >=2/' "$record" ;;
	'Closed: unknown') sed 's/^Closed: yes$/Closed: unknown/' "$record" ;;
	'a fourth copy, which a population of its own counts')
		sed '/^Member: copy-4$/d' "$scratch/excess/record.txt"
		lines 'Population: kept-back' 'Of: memorandum' 'Count: 1' 'Closed: yes' \
			'Member: copy-4' 'Claim: closing-note' ;;
	'the English text was deleted before anybody had read what was made of it')
		cat "$record"
		lines 'Event: taken-down' 'Type: deletion' 'When: 2026-11-25' \
			'By: digital-archive (publisher)' 'Method: taken from the web' \
			'Authority: its policy' 'Source: english' 'Claim: published-page' ;;
	'one of the three was given up, and then destroyed')
		cat "$record"
		lines 'Event: given-up' 'Type: deaccession' 'When: 1970' 'By: embassy (registrar)' \
			'Source: copy-3' 'Claim: archive-citation'
		lines 'Event: pulped' 'Type: destruction' 'When: 1971' 'By: embassy (registrar)' \
			'Method: pulped' 'Authority: the schedule' 'Source: copy-3' \
			'Claim: archive-citation' ;;
	'all three copies were destroyed')
		cat "$record"
		lines 'Event: all-burnt' 'Type: destruction' 'When: 2026' 'By: embassy (registrar)' \
			'Method: burnt' 'Authority: the schedule' 'Source: copy-1' \
			'Source: copy-2' 'Source: copy-3' 'Claim: archive-citation' ;;
	'a copy sent to one man was accepted by another')
		cat "$record"
		lines 'Event: accepted' 'Type: receipt' 'When: 1961-01-19' 'By: shyti (receiver)' \
			'Source: copy-1' 'Claim: archive-citation' ;;
	'no population') without 'Population: typed' <"$record" ;;
	'the destroyed notes were filmed the year after') cat "$scratch/after/record.txt" ;;
	'the publication is left out') cat "$scratch/hop/record.txt" ;;
	'the accession is left out') without 'Event: into-the-archive' <"$record" ;;
	'a replica that nobody read again') cat "$scratch/replica/record.txt" ;;
	'nothing is packaged')
		without 'Payload: entry' <"$record" | without 'Event: packaging' |
			without 'Copy: package' ;;
	'an event is dated in the future')
		awk '/^Event: /{ e = $2 } e == "calendaring" && /^When:/{ $0 = "When: 9998" } 1' \
			"$record" | sed '/^Event: packaging$/,/^$/s/^When:.*/When: 9999/' ;;
	'a claim quotes what is not in the file')
		sed 's|^Claim: packaged$|&\nCite: data/calendar.txt\nQuote: words that nobody wrote|
			/^Claimed/d' "$record" | unclaim ;;
	'a claim quotes from a file that is not packaged')
		sed 's|^Claim: packaged$|&\nCite: data/nothing.txt\nQuote: words that nobody wrote|' \
			"$record" | unclaim ;;
	'a reference leads to nothing') sed 's/^Source: english$/Source: englisch/' "$record" ;;
	*) return 1 ;;
	esac
}
# The stanza of a claim is meant, and not the events that name it.
unclaim() {
	awk -v RS= -v ORS='\n\n' '{ if ($0 !~ /^Claim:/) gsub(/\nCite: data\/[a-z]*\.txt\nQuote: [^\n]*/, "") } 1'
}

# check_row WORDS POPULATION LINEAGE DECIDING
check_row() {
	rm -rf "$scratch/row"
	row "$1" >"$scratch/row.txt" || { fail "the table's row '$1' is not made by any test"; return; }
	variant row <"$scratch/row.txt"
	"$holdfast" chain check --format=json "$scratch/row" >"$scratch/json" 2>"$scratch/err"
	same "the table's row '$1'" "$2 $3" "$(verdict "$scratch/json" population) $(
		verdict "$scratch/json" lineage)"
	[ -z "$4" ] || expect "the table's row '$1' is decided by $4" \
		grep -q '"finding":"'"$4"'"' "$scratch/json"
	# By nothing else: an error beside it would decide as well.
	others=$(grep '"severity":"error"' "$scratch/json" | grep -v '"finding":"'"${4:-none}"'"')
	same "the table's row '$1': other errors" '' "$others"
}

check_table() {
	sed -n '/^## A table of cases/,/^## How/s/^| *\([^|]*[^| ]\) *| *\([^|]*[^| ]\) *| *\([^|]*[^| ]\) *| *\([^|]*\)|$/\1|\2|\3|\4/p' \
		docs/formats/copy-chain.md | sed -e '1,2d' -e 's/not decided//g' >"$scratch/rows"
	expect 'the table of cases is found' test "$(wc -l <"$scratch/rows")" -gt 15
	tr -d '`' <"$scratch/rows" >"$scratch/plain"
	while IFS='|' read -r words population lineage deciding; do
		deciding=$(printf '%s\n' "$deciding" | grep -o '[a-z]*-[a-z-]*' | head -n 1)
		check_row "$words" "$population" "$lineage" "$deciding"
	done <"$scratch/plain"
}
