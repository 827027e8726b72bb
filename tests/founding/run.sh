#!/bin/sh
# The founding record: the reference package byte for byte, what its copy chain
# comes to, the five broken variants, and, where it is at hand, the transcript
# itself.
#
#   tests/founding/run.sh BUILDDIR
set -u
cd "$(dirname "$0")/../.." || exit 1
holdfast=$1/holdfast
manifest=manifests/memorandum-1961-01-18
data=${HOLDFAST_TEST_DATA:-../shared/data}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-founding.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
# The day on which the reference package was made.
export SOURCE_DATE_EPOCH=1795478400 LC_ALL=C
passed=0 failed=0 skipped=0

ok() { passed=$((passed + 1)); }
fail() { echo "FAIL $*"; failed=$((failed + 1)); }
skip() { echo "skipped: $*"; skipped=$((skipped + 1)); }
expect() { # WHAT COMMAND...: it succeeds
	what=$1; shift
	if "$@" >"$scratch/out" 2>&1; then ok; else fail "$what"; cat "$scratch/out"; fi
}
same() { # WHAT WANTED SEEN
	if [ "$2" = "$3" ]; then ok; else fail "$1: wanted '$2', saw '$3'"; fi
}
# The names of all findings, sorted, each once; with "xN" where it came N times.
findings() {
	sed -n 's/.*"type":"finding".*"finding":"\([^"]*\)".*/\1/p' "$1" | sort | uniq -c |
		awk '{ printf "%s%s%s", (NR > 1 ? " " : ""), $2, ($1 > 1 ? "x" $1 : "") }'
}
verdict() { sed -n 's/.*"type":"chain".*"'"$2"'":"\([^"]*\)".*/\1/p' "$1"; }

# chain NAME RECORD STATUS POPULATION LINEAGE FINDINGS
chain() {
	"$holdfast" chain check --format=json "$2" >"$scratch/json" 2>"$scratch/err"
	same "$1: status" "$3" $?
	same "$1: population" "$4" "$(verdict "$scratch/json" population)"
	same "$1: lineage" "$5" "$(verdict "$scratch/json" lineage)"
	same "$1: findings" "$6" "$(findings "$scratch/json")"
	if [ -f "$data/schemas/premis-v3-0.xsd" ]; then
		"$holdfast" chain export "$2" >"$scratch/premis.xml"
		expect "$1: its PREMIS is valid" xmllint --nonet --noout \
			--schema "$data/schemas/premis-v3-0.xsd" "$scratch/premis.xml"
	else
		skip "$1: no PREMIS schema at hand"
	fi
}

declared=COMPLETE-AS-DECLARED
base="derivation-undocumented destruction-asserted-only source-ambiguous transfer-unreceiptedx2"

# The record alone.
chain record $manifest/record.txt 0 $declared $declared "$base"

# Variants, each made of the record by leaving out or adding stanzas.
without() { awk -v RS= -v ORS='\n\n' -v drop="$1" '{ split($0, l, "\n"); if (l[1] != drop) print }'; }
variant() { mkdir -p "$scratch/$1"; cat >"$scratch/$1/record.txt"; cp $manifest/calendar.txt "$scratch/$1/"; }

without 'Copy: copy-3' <$manifest/record.txt | without 'Event: kept-at-embassy' |
	grep -v -e '^Member: copy-3' -e '^Outcome: copy-3' -e '^Candidate-Source: copy-3' |
	sed 's/, copy-3$//' | variant short
chain 'a copy left out' "$scratch/short" 4 INCOMPLETE $declared "copy-count-short $base"

{ sed 's/^Member: copy-3/&\nMember: copy-4/; s/^Outcome: copy-3/&\nOutcome: copy-4/' $manifest/record.txt
  cat <<'END'

Copy: copy-4
Of: memorandum
Form: typescript
Kind: print
Number: 4

Event: kept-elsewhere
Type: observation
When: 1961-01-18
By: shyti (custodian)
Source: copy-4
Claim: closing-note
END
} | variant excess
chain 'a fourth copy' "$scratch/excess" 4 INCOMPLETE $declared "copy-count-excess $base"

{ cat $manifest/record.txt; cat <<'END'

Copy: film
Of: memorandum
Form: microfilm
Kind: scan

Event: filming
Type: imaging
When: 1962
By: state-archive (photographer)
Method: 35 mm microfilm
Source: notes
Outcome: film
Claim: archive-citation
END
} | variant after
chain 'the destroyed notes copied later' "$scratch/after" 4 INCOMPLETE INCOMPLETE \
	"derivation-undocumented destruction-asserted-only post-terminal-activity source-ambiguous transfer-unreceiptedx2"

without 'Event: publication' <$manifest/record.txt | variant hop
chain 'the publication left out' "$scratch/hop" 4 $declared INCOMPLETE \
	"chain-broken destruction-asserted-only source-ambiguous transfer-unreceiptedx2"

{ cat $manifest/record.txt; cat <<'END'

Copy: second
Of: memorandum
Form: bag
Kind: replica

Event: copying
Type: replication
When: 2026-11-24
By: holdfast (copier)
Source: package
Outcome: second
Claim: packaged
END
} | variant replica
chain 'a replica that nobody re-read' "$scratch/replica" 4 $declared INCOMPLETE \
	"derivation-undocumented destruction-asserted-only never-verified source-ambiguous transfer-unreceiptedx2"

# shellcheck source=tests/founding/table.sh
. tests/founding/table.sh
check_table

# The reference package.
profile=manifests/holdfast-profile.json
expect 'the profile of our packages has no mistakes' \
	"$holdfast" profile check $profile
expect 'create' "$holdfast" create $manifest -o "$scratch/" --profile $profile
expect 'the package is the committed one, byte for byte' \
	diff -r packages/memorandum-1961-01-18 "$scratch/memorandum-1961-01-18"
expect 'the committed package verifies' "$holdfast" verify -q packages/memorandum-1961-01-18
expect 'the committed package meets the profile' \
	"$holdfast" verify -q --profile $profile packages/memorandum-1961-01-18
expect 'the committed package meets the profile that it names' \
	"$holdfast" verify -q --profiles manifests packages/memorandum-1961-01-18
# Neither of these can fail to notice: without its record it does not.
cp -r packages/memorandum-1961-01-18 "$scratch/bare"
rm -r "$scratch/bare/holdfast"
same 'a package without its record does not meet the profile' profile-tag-file-missing "$(
	"$holdfast" verify --no-fixity --format=json --profiles manifests "$scratch/bare" |
		sed -n 's/.*"finding":"\(profile-[^"]*\)".*/\1/p')"
chain package packages/memorandum-1961-01-18 0 $declared $declared "$base"
for list in manifest-sha512.txt tagmanifest-sha512.txt; do
	expect "sha512sum accepts $list" sh -c "cd packages/memorandum-1961-01-18 && sha512sum --strict -c $list"
done

# validate XML WHAT: the two documents of the package $1, by their schemas
validate() {
	if [ ! -d "$data/schemas" ]; then
		skip "$2: no schemas at hand"
		return
	fi
	expect "$2: premis.xml is valid" xmllint --nonet --noout --schema \
		"$data/schemas/premis-v3-0.xsd" "$1/metadata/preservation/premis.xml"
	expect "$2: dc.xml is valid" env XML_CATALOG_FILES="$data/schemas/catalog.xml" \
		xmllint --nonet --noout --schema "$data/schemas/simpledc.xsd" \
		"$1/metadata/descriptive/dc.xml"
}
validate packages/memorandum-1961-01-18 'the reference package'

# The transcript itself, with quotations checked against it.
transcript=$data/transcript/transcript.txt
if [ -f "$transcript" ]; then
	mkdir "$scratch/transcript"
	cp "$transcript" "$scratch/transcript/transcript.txt"
	copies=$(sed -n 's/.*[.] \([A-Z][a-z]* copies [^.]*\)[.].*/\1/p' "$transcript")
	destroyed=$(grep 'notes.*destroyed' "$transcript")
	same 'the quotations were found' 2 "$(printf '%s\n%s\n' "$copies" "$destroyed" | grep -c .)"
	sed -e 's/calendaring/capture/g' -e 's/calendar/captured/g' \
		-e 's/^Kind: captured/Kind: capture/' -e 's/captured\.txt/transcript.txt/' \
		-e "/^Claim: closing-note/,/^Locator/ { s/^Cite:.*/Cite: data\/transcript.txt/; s/^\(Locator:.*\)/\1\nQuote: $copies/; }" \
		$manifest/record.txt >"$scratch/transcript/record.txt"
	cat >>"$scratch/transcript/record.txt" <<END

Claim: notes-note
Grade: G1
Cite: data/transcript.txt
Quote: $destroyed
END
	expect 'the transcript is packaged' "$holdfast" create "$scratch/transcript" -o "$scratch/t"
	expect 'its package verifies' "$holdfast" verify -q "$scratch/t"
	chain 'the transcript' "$scratch/t" 0 $declared $declared "$base"
	validate "$scratch/t" 'the transcript'
	sed -i 's/^Quote: .* copies/Quote: Seven copies/' "$scratch/transcript/record.txt"
	"$holdfast" create --format=json "$scratch/transcript" -o "$scratch/false" >"$scratch/json" 2>/dev/null
	same 'a false quotation is refused' 3 $?
	same 'and named' quote-not-found "$(findings "$scratch/json")"
	if [ -e "$scratch/false" ]; then fail 'and nothing is made'; else ok; fi
else
	skip 'no transcript at hand'
fi
echo "founding: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
