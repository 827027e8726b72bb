#!/bin/sh
# PREMIS both ways: what a record says, its export says too, whoever reads it;
# and documents that are not ours, or not well meant, are survived.
#
#   tests/premis/run.sh BUILDDIR [ROUNDS]
set -u
cd "$(dirname "$0")/../.." || exit 1
holdfast=$1/holdfast
rounds=${2:-150}
schema=${HOLDFAST_TEST_DATA:-../shared/data}/schemas/premis-v3-0.xsd
scratch=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-premis.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C
passed=0 failed=0 skipped=0
ok() { passed=$((passed + 1)); }
fail() { echo "FAIL $*"; failed=$((failed + 1)); }

# What was decided, without the place in the file: that differs, and may.
decided() {
	sed 's/"path":"[^"]*",//; s/"line":[0-9]*,//; s/"record":"[^"]*",//' "$1" | sort
}

# both_ways NAME RECORD
both_ways() {
	exports=$((exports + 1))
	premis=$scratch/premis/$exports.xml
	"$holdfast" chain check --format=json "$2" >"$scratch/a" 2>"$scratch/err"
	a=$?
	if ! "$holdfast" chain export "$2" >"$premis" 2>"$scratch/err"; then
		fail "$1: no export"; cat "$scratch/err"; return
	fi
	"$holdfast" chain check --format=json "$premis" >"$scratch/b" 2>"$scratch/err"
	b=$?
	decided "$scratch/a" >"$scratch/a.sorted"
	decided "$scratch/b" >"$scratch/b.sorted"
	if [ $a = $b ] && cmp -s "$scratch/a.sorted" "$scratch/b.sorted"; then ok; else
		fail "$1: its PREMIS comes to something else ($a, $b)"
		diff "$scratch/a.sorted" "$scratch/b.sorted" | head -n 6
	fi
	"$holdfast" chain export "$premis" >"$scratch/again.xml" 2>/dev/null
	if cmp -s "$premis" "$scratch/again.xml"; then ok; else
		fail "$1: exported again, it differs"
		diff "$premis" "$scratch/again.xml" | head -n 6
	fi
}

# Of the records of tests/chain that suite sees the same.
exports=0
mkdir "$scratch/premis"
both_ways 'the founding record' manifests/memorandum-1961-01-18/record.txt
for seed in $(seq "$rounds"); do
	awk -v seed="$seed" -f tests/premis/generate.awk >"$scratch/seed.txt"
	both_ways "seed $seed" "$scratch/seed.txt"
done
if [ -f "$schema" ]; then
	xmllint --nonet --noout --schema "$schema" "$scratch"/premis/*.xml 2>"$scratch/err"
	valid=$(grep -c ' validates$' "$scratch/err")
	passed=$((passed + valid))
	[ "$valid" = $exports ] || {
		fail "of $exports exports as PREMIS $valid are valid"
		grep -v ' validates$' "$scratch/err" | head -n 6
	}
else
	echo "skipped: no PREMIS schema at hand"
	skipped=$exports
fi

# says NAME STATUS FINDING: what is in $scratch/x.xml ends so, and says so
says() {
	timeout 20 "$holdfast" chain check --format=json "$scratch/x.xml" >"$scratch/out" 2>"$scratch/err"
	status=$?
	if [ $status = "$2" ] && grep -q "\"finding\":\"$3\"" "$scratch/out"; then ok; else
		fail "$1: status $status"; head -n 3 "$scratch/out" "$scratch/err"
	fi
}
premis='<premis xmlns="http://www.loc.gov/premis/v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0">'
id() { printf '<%sIdentifier><%sIdentifierType>t</%sIdentifierType><%sIdentifierValue>%s</%sIdentifierValue></%sIdentifier>' "$1" "$1" "$1" "$1" "$2" "$1" "$1"; }
file() { printf '<object xsi:type="file">%s<objectCharacteristics><format><formatDesignation><formatName>x</formatName></formatDesignation></format></objectCharacteristics>%s</object>' "$(id object "$1")" "${2-}"; }

printf '<!DOCTYPE premis [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>%s&b;</premis>' "$premis" >"$scratch/x.xml"
says 'a document type is refused' 3 premis-malformed
printf '<!DOCTYPE premis SYSTEM "http://127.0.0.1:9/x.dtd">%s</premis>' "$premis" >"$scratch/x.xml"
says 'an external document type is not fetched' 3 premis-malformed
printf '<!DOCTYPE premis [<!ENTITY x SYSTEM "file:///etc/passwd">]>%s&x;</premis>' "$premis" >"$scratch/x.xml"
says 'a file of ours is not read' 3 premis-malformed
if grep -q root: "$scratch/out"; then fail 'and not shown'; else ok; fi
printf '%s<object>' "$premis" >"$scratch/x.xml"
says 'a document cut short' 3 premis-malformed
printf '<html/>' >"$scratch/x.xml"
says 'another document' 3 premis-malformed
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "<a>" }' >"$scratch/x.xml"
says 'a hundred thousand levels' 3 premis-malformed
{ printf '%s<object xsi:type="file">' "$premis"; awk 'BEGIN { for (i = 0; i < 100000; i++) printf "<a>" }'; } >"$scratch/x.xml"
says 'the same within an object' 3 premis-malformed
{ printf '%s' "$premis"; file A; file A; printf '</premis>'; } >"$scratch/x.xml"
says 'one identifier twice' 3 id-duplicate
{ printf '%s' "$premis"; file A; printf '<event>%s<eventType>replication</eventType><eventDateTime>2020</eventDateTime><linkingObjectIdentifier><linkingObjectIdentifierType>t</linkingObjectIdentifierType><linkingObjectIdentifierValue>B</linkingObjectIdentifierValue></linkingObjectIdentifier></event></premis>' "$(id event e)"; } >"$scratch/x.xml"
says 'an identifier that leads nowhere' 3 dangling-reference
{ printf '%s' "$premis"; file A; printf '<event>%s<eventType>blessing</eventType><eventDateTime>2020</eventDateTime></event></premis>' "$(id event e)"; } >"$scratch/x.xml"
says 'a type that nobody knows is told and passed over' 4 premis-not-understood
{ printf '%s' "$premis"; file A; file B '<relationship><relationshipType>derivation</relationshipType><relationshipSubType>has source</relationshipSubType><relatedObjectIdentifier><relatedObjectIdentifierType>t</relatedObjectIdentifierType><relatedObjectIdentifierValue>A</relatedObjectIdentifierValue></relatedObjectIdentifier></relationship>'
  printf '<event>%s<eventType>accession</eventType><eventDateTime>2020</eventDateTime><linkingObjectIdentifier><linkingObjectIdentifierType>t</linkingObjectIdentifierType><linkingObjectIdentifierValue>A</linkingObjectIdentifierValue></linkingObjectIdentifier></event></premis>' "$(id event e)"; } >"$scratch/x.xml"
says 'a derivation that only a relationship tells of counts' 0 unattributed
{ printf '%s' "$premis"; file A; file B; printf '<event>%s<eventType>replication</eventType><eventDateTime>2020</eventDateTime><linkingObjectIdentifier><linkingObjectIdentifierType>t</linkingObjectIdentifierType><linkingObjectIdentifierValue>B</linkingObjectIdentifierValue><linkingObjectRole>outcome</linkingObjectRole></linkingObjectIdentifier></event></premis>' "$(id event e)"; } >"$scratch/x.xml"
says 'a replica of somebody else that was never read again' 4 never-verified

if [ $skipped = 0 ]; then skips=; else skips=", $skipped skipped"; fi
echo "premis: $passed passed, $failed failed$skips"
[ $failed = 0 ]
