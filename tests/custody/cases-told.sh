# shellcheck shell=sh
# shellcheck disable=SC2154 # run.sh sets $build
# What the register asks of bags, what machines are told, and what the log keeps
# of what people decide.

# --- The profile of the register. ---

# Bags must say who they come from: profile_of_register
profile_of_register() {
	cat >R/profile.json <<-'END'
	{"BagIt-Profile-Info": {"BagIt-Profile-Identifier": "urn:x:harbour",
		"BagIt-Profile-Version": "1.4.0", "Version": "1",
		"Source-Organization": "Harbour Archive",
		"External-Description": "what the archive takes"},
	 "Bag-Info": {"Source-Organization": {"required": true}},
	 "Accept-BagIt-Version": ["1.0"], "Allow-Fetch.txt": false,
	 "Serialization": "optional",
	 "Accept-Serialization": ["application/x-tar"]}
	END
	sed -i 's/^Interval: .*/&\nProfile: profile.json/' R/register.txt
}

case_a_bag_that_does_not_meet_the_profile_is_put_aside() {
	register vault
	profile_of_register
	good_bag quay
	ends 1 ingest R quay --to vault
	said profile-tag-missing
	said 'not admitted; it is in the quarantine of vault'
	[ ! -e L-vault/quay ]
	[ "$(logged Event)" = quarantine ]
	[ "$(logged Findings)" = 'profile-identifier-missing, profile-tag-missing' ]
	ends 0 quarantine R
	said 'profile-identifier-missing (2 errors)'
	printf 'Source-Organization: Quay Office\nBagIt-Profile-Identifier: urn:x:harbour\n' \
		>>quay/bag-info.txt
	again quay
	ends 0 ingest R quay --to vault
	said 'quay: ingested, at vault'
}

case_without_the_profile_that_is_asked_for_nothing_is_taken_in() {
	register vault
	profile_of_register
	rm R/profile.json
	good_bag quay
	ends 3 ingest R quay --to vault
	said profile.json
	[ ! -e L-vault/quay ]
	[ "$(entries)" = 0 ]
	clear_of_staging L-vault
}

# --- For machines. ---

# One member of the first object of a type: member TYPE NAME
member() {
	jq -r "select(.type == \"$1\") | .$2" ../out | head -n 1
}

case_a_receipt_is_json_too() {
	needs jq
	register a b
	good_bag quay
	ends 0 ingest R quay --to a --format=json
	[ "$(member receipt deed)" = 'done' ]
	[ "$(member receipt event)" = ingested ]
	[ "$(member receipt package)" = quay ]
	[ "$(member receipt location)" = a ]
	[ "$(member receipt bag_root)" = "$(root_of quay)" ]
	[ "$(member receipt files)" = "$(find quay -type f | wc -l)" ]
	[ "$(member receipt octets)" = "$(find quay -type f -exec cat {} + | wc -c)" ]
	[ "$(member receipt entry)" = 0 ]
	[ "$(member receipt time)" = "$(logged Time)" ]
	[ "$(member receipt log)" = archive.example/harbour ]
	[ "$(member receipt log_size)" = 1 ]
	jq -j 'select(.type == "receipt") | .proof' ../out >proof
	ends 0 log prove R quay
	cmp ../out proof
	ends 0 ingest R quay --to a --format=json
	[ "$(member receipt deed)" = done-before ]
	[ "$(member receipt entry)" = 0 ]
	ends 0 copy R quay --to b --format=json
	[ "$(member receipt event)" = copied ]
	[ "$(member receipt location)" = b ]
	[ "$(member receipt entry)" = 1 ]
}

case_what_is_in_quarantine_is_json_too() {
	needs jq
	register vault
	ends 0 quarantine R --format=json
	[ ! -s ../out ]
	good_bag quay
	printf 'hellO\n' >quay/data/hello.txt
	ends 1 ingest R quay --to vault --format=json
	[ "$(member receipt deed)" = put-aside ]
	folder=$(member receipt quarantine)
	[ -d "L-vault/.holdfast-quarantine/$folder/" ]
	ends 0 quarantine R --format=json
	[ "$(member quarantined location)" = vault ]
	[ "$(member quarantined folder)" = "$folder" ]
	[ "$(member quarantined package)" = quay ]
	[ "$(member quarantined from)" = quay ]
	[ "$(member quarantined finding)" = payload-changed ]
	[ "$(member quarantined errors)" = 1 ]
}

case_what_the_catalogue_counts_is_json_too() {
	needs jq
	register a b
	good_bag quay
	ends 0 ingest R quay --to a
	ends 0 copy R quay --to b
	ends 0 catalogue rebuild R --format=json
	[ "$(member catalogue packages)" = 1 ]
	[ "$(member catalogue copies)" = 2 ]
	[ "$(member catalogue octets)" = \
		$((2 * $(find quay -type f -exec cat {} + | wc -c))) ]
}

# --- A medium that does not keep what was written. ---

# The source is an archive: only what was written is a file of that name.
written_badly() {
	[ -x "$build/holdfast-fault" ] || skip "there is no holdfast-fault"
	register vault
	good_bag quay
	ends 0 pack quay -o quay.tar
	# shellcheck disable=SC2034 # it is what ends runs
	program=$build/holdfast-fault
	HOLDFAST_FAULT=$1 && export HOLDFAST_FAULT
	ends 3 ingest R quay.tar --to vault --no-sandbox
	unset HOLDFAST_FAULT
	said "'quay' does not read back from location vault as it was written"
	[ ! -e L-vault/quay ]
	[ "$(entries)" = 0 ]
	clear_of_staging L-vault
	ends 0 ingest R quay.tar --to vault
}

case_what_cannot_be_read_back_is_not_admitted() {
	written_badly read:data/hello.txt:0
}

case_what_changes_behind_our_back_is_not_admitted() {
	written_badly change:data/hello.txt:write
}

# Which write is that of the receipt, trying says: one of the last.
case_of_a_receipt_there_is_all_or_nothing() {
	[ -x "$build/holdfast-fault" ] || skip "there is no holdfast-fault"
	register vault
	good_bag quay
	ends 0 ingest R quay --to vault
	for n in $(seq 30 -1 1); do
		HOLDFAST_FAULT="fail:$n:ENOSPC:write" "$build/holdfast-fault" ingest R quay \
			--to vault --receipt receipt --no-sandbox >../out 2>../err || :
		! grep -q 'cannot write the receipt' ../err || break
		rm -f receipt
	done
	said 'cannot write the receipt'
	said 'held already'
	[ -z "$(find . -maxdepth 1 -name '*receipt*')" ]
}

# --- What people decide. ---

# The last entry has these values: last_has LABEL VALUE...
last_has() {
	while [ $# -gt 0 ]; do
		[ "$(logged "$1" | tail -n 1)" = "$2" ] ||
			fail "$1 must be '$2', is '$(logged "$1" | tail -n 1)'"
		shift 2
	done
}

case_the_log_has_who_decided_an_end_and_by_what_right() {
	register a b
	for name in quay pier; do
		good_bag $name
		ends 0 ingest R $name --to a
		ends 0 copy R $name --to b
	done
	ends 0 record-event R quay --event deletion --location a \
		--by 'Records Office' --authority 'schedule 12' --method 'overwritten, 3 times' \
		--date "$(date -u +%Y)" --evidence 'certificate 9' --grade G2 --note 'one of two'
	last_has Event deletion Package quay Location a Agent 'Records Office' \
		Authority 'schedule 12' Method 'overwritten, 3 times' \
		Date "$(date -u +%Y)" Evidence 'certificate 9' Grade G2 \
		Note 'one of two' Outcome recorded
	ends 0 record-event R pier --event deaccession --location b \
		--by 'Board of the Archive' --authority 'minute 40 of 2026' --method 'handed back'
	last_has Event deaccession Package pier Location b \
		Agent 'Board of the Archive' Authority 'minute 40 of 2026' \
		Method 'handed back' Outcome recorded
	ends 0 record-event R pier --event receipt --by 'Harbour Archive' \
		--from 'Quay Office' --to 'Harbour Archive' --evidence 'receipt 7' --grade G3
	last_has Event receipt Package pier Agent 'Harbour Archive' \
		From 'Quay Office' To 'Harbour Archive' Evidence 'receipt 7' Grade G3
	ends 0 log verify R
}

# It happened all the same, and the log is there to say what happened.
case_an_end_by_no_right_is_told_and_written_down() {
	register a b
	good_bag quay
	ends 0 ingest R quay --to a
	ends 0 copy R quay --to b
	ends 0 record-event R quay --event destruction --location a --by Clerk
	said destruction-unauthorised
	last_has Event destruction Agent Clerk Outcome recorded
	[ -z "$(logged Forced)" ]
}
