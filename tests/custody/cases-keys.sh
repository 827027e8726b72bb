# shellcheck shell=sh
# shellcheck disable=SC2154 # run.sh sets $program and $top
# Keys and proofs, and a log that was tampered with.

case_a_signed_log_proves_a_package_to_a_stranger() {
	register a
	ends 0 key new R
	key=$(sed 's/.*: //' ../out)
	good_bag quay
	good_bag pier
	ends 0 ingest R quay pier --to a
	ends 0 log verify R
	said 'VERIFIED, signed'
	ends 0 log prove R quay
	cp ../out proof
	mv R gone
	ends 0 log check-proof proof --key "$key"
	said 'PROVED'
	said 'Package: quay'
	said_not pier
	sed -n 's/^extra //p' proof | base64 -d >entry
	grep -qx 'Package: quay' entry
	! grep -q pier entry || fail "the proof tells of another: $(cat entry)"
	sed 's/^\(.\{8\}\)./\1A/' proof >bent
	ends 6 log check-proof bent --key "$key"
	said proof-malformed
	said_not PROVED
	# The entry of another package, in the place of this one.
	extra=$(sed 's/^Package: quay$/Package: quax/' entry | base64 -w 0)
	sed "s|^extra .*|extra $extra|" proof >bent
	! cmp -s proof bent || fail 'nothing was bent'
	ends 6 log check-proof bent --key "$key"
	said proof-failed
	said_not PROVED
	mv gone R
	ends 0 ingest R quay --to a --receipt receipt
	ends 0 log check-proof receipt --key "$key"
}

# Nothing is signed: a medium with the key need not be there.
case_a_log_is_shown_and_proved_without_the_private_key() {
	register a
	ends 0 key new R
	key=$(sed 's/.*: //' ../out)
	good_bag quay
	ends 0 ingest R quay --to a
	mv R/signing-key-* .
	ends 3 ingest R quay --to a
	ends 0 log show R
	said 'Package: quay'
	ends 0 log show R quay
	ends 0 log prove R quay
	cp ../out proof
	ends 0 log check-proof proof --key "$key"
	ends 0 catalogue rebuild R
	ends 0 catalogue show R
	said quay
}

case_a_receipt_that_cannot_be_written_is_no_loss() {
	register a
	good_bag quay
	printf 'mine\n' >receipt
	ends 3 ingest R quay --to a --receipt receipt
	said 'ingested, at a'
	said "holdfast log prove"
	[ "$(cat receipt)" = mine ]
	ends 3 ingest R quay --to a --receipt nowhere/receipt
	ends 0 ingest R quay --to a --receipt new
	ends 0 log prove R quay
	cmp ../out new
}

case_a_key_is_succeeded_by_another() {
	register a
	ends 0 key new R
	first=$(sed 's/.*: //' ../out)
	ends 3 key new R
	good_bag quay
	ends 0 ingest R quay --to a
	ends 0 log prove R quay
	cp ../out before
	ends 0 key rotate R
	second=$(sed 's/.*: //' ../out)
	[ "$first" != "$second" ]
	ends 0 log verify R
	said 'VERIFIED, signed'
	ends 0 key show R
	said "$second"
	said_not "$first"
	ends 0 log prove R quay
	cp ../out after
	ends 0 log check-proof after --key "$second"
	ends 6 log check-proof after --key "$first"
	said signature-unknown
	ends 0 log check-proof before --key "$first"
	[ "$(logged Event | tr '\n' ,)" = \
		'key generation,ingestion,key rotation,key retirement,' ]
	for key in R/signing-key-*; do
		[ "$(stat -c %a "$key")" = 600 ]
	done
}

# A run of key new was cut after the log was signed, and before trust.txt said so.
# As if the run had been cut behind each of its entries.
case_a_rotation_that_is_gone_on_with_logs_nothing_twice() {
	register
	ends 0 key new R
	cp R/register.txt register.txt
	grep '^log ' R/trust.txt >old
	ends 0 key rotate R
	before=$(entries)
	cp register.txt R/
	cat old >>R/trust.txt
	awk '/^log /{ line[++n] = $0; next } { print }
		END { print line[2]; print line[1] }' R/trust.txt >both
	cp both R/trust.txt
	ends 0 key rotate R
	said 'the rotation that was interrupted is finished'
	[ "$(entries)" = "$before" ]
	! grep -qxF "$(cat old)" R/trust.txt
	ends 0 log verify R
}

case_a_pipe_in_place_of_the_checkpoint_is_not_waited_for() {
	needs timeout
	register
	rm -f R/log/checkpoint
	mkfifo R/log/checkpoint
	HOLDFAST_WRAP='timeout 20' ends 3 key new R
}

case_a_first_key_that_is_not_trusted_yet_is_gone_on_with() {
	register a
	ends 0 key new R
	cp ../out first
	sed -i '/^log /d' R/trust.txt
	sed -i '/^Key-File: /d' R/register.txt
	ends 6 log verify R
	said signature-unknown
	said 'holdfast key new was interrupted'
	ends 0 key new R
	cmp ../out first
	ends 0 log verify R
	said 'VERIFIED, signed'
	[ "$(logged Event)" = 'key generation' ]
}

# The same, before register.txt named its file: what is added unsigned then
# would never verify.
case_a_log_with_a_trusted_key_is_not_added_to_without_one() {
	register a
	good_bag quay
	ends 0 key new R
	sed -i '/^Key-File: /d' R/register.txt
	ends 3 ingest R quay --to a
	said 'register.txt has no Key-File'
	[ ! -e L-a/quay ]
	clear_of_staging L-a
	ends 0 log verify R
	said 'VERIFIED, signed'
	ends 0 key new R
	ends 0 ingest R quay --to a
	ends 0 log verify R
	said 'VERIFIED, signed'
}

case_keys_and_locations_at_once_lose_no_line() {
	register a
	pids=
	for i in 1 2 3 4 5 6; do
		mkdir "L-$i"
		"$program" location add R "n$i" --url "$PWD/L-$i" --site s \
			--threat-zone z --medium disk >"../out$i" 2>&1 &
		pids="$pids $!"
	done
	"$program" key new R >../outk 2>&1 &
	pids="$pids $!"
	for pid in $pids; do
		wait "$pid" || fail "one failed: $(cat ../out*)"
	done
	[ "$(grep -c '^Location: ' R/register.txt)" = 7 ]
	[ "$(grep -c '^Key-File: ' R/register.txt)" = 1 ]
	ends 0 key rotate R
	ends 0 log verify R
	said 'VERIFIED, signed'
}

case_what_is_mended_is_well() {
	register a
	good_bag quay
	ends 0 ingest R quay --to a
	rm -f R/log/frontier
	cp R/log/checkpoint ../before
	ends 0 record-event R quay --event observation --by Clerk
	cp ../before R/log/checkpoint
	echo 'Entry: 2' >>R/log/entries.txt
	rm -f R/log/frontier R/catalogue.db*
	ends 3 log verify R
	said log-torn-tail
	ends 3 log mend R
	said log-tail-unsigned
	ends 0 log mend R --accept
	said VERIFIED
	ends 0 log verify R
	[ "$(entries)" = 2 ]
}

case_openssl_verifies_the_checkpoint() {
	needs openssl xxd base64
	register a
	ends 0 key new R
	sed 's/^[^+]*+[^+]*+//' ../out | base64 -d | tail -c 32 >../raw
	{ printf '302a300506032b6570032100' | xxd -r -p; cat ../raw; } >../pub.der
	head -n 3 R/log/checkpoint >../text
	sed -n 's/^— [^ ]* //p' R/log/checkpoint | head -n 1 | base64 -d |
		tail -c 64 >../sig
	openssl pkeyutl -verify -pubin -keyform DER -inkey ../pub.der -rawin \
		-in ../text -sigfile ../sig
}

case_the_log_is_walked_with_sha256sum_alone() {
	register a
	good_bag quay
	good_bag pier
	ends 0 ingest R quay pier --to a
	ends 0 record-event R quay --event observation --by Clerk
	sh "$top/tests/log/walk.sh" R/log/entries.txt
	sed 's/^Package: pier/Package: peer/' R/log/entries.txt >bent
	! sh "$top/tests/log/walk.sh" bent || fail 'what was bent is whole'
}

# A log of four entries, signed, and a bag more that is not in it.
four_entries() {
	register a
	ends 0 key new R
	good_bag quay
	good_bag pier
	good_bag later
	ends 0 ingest R quay pier --to a
	ends 0 record-event R quay --event observation --by Clerk
}

case_an_entry_that_was_edited_is_found_and_nothing_is_added() {
	four_entries
	sed -i 's/^Agent: Clerk/Agent: Clark/' R/log/entries.txt
	ends 6 log verify R
	said log-tampered
	rm -f R/log/frontier
	ends 6 ingest R later --to a
	said log-tampered
	[ ! -e L-a/later ]
}

case_an_entry_that_was_removed_or_moved_is_found() {
	four_entries
	cp R/log/entries.txt whole
	awk -v RS= -v ORS='\n\n' 'NR != 3' whole >R/log/entries.txt
	ends 6 log verify R
	said log-tampered
	awk -v RS= -v ORS='\n\n' 'NR == 2 { kept = $0; next }
		{ print } NR == 3 { print kept }' whole >R/log/entries.txt
	ends 6 log verify R
	said log-tampered
	awk -v RS= -v ORS='\n\n' 'NR != 4' whole >R/log/entries.txt
	ends 6 log verify R
	said log-truncated
	cp whole R/log/entries.txt
	ends 0 log verify R
}

case_a_torn_tail_is_told_and_mended_on_request() {
	four_entries
	size=$(stat -c %s R/log/entries.txt)
	printf 'Entry: 4\nPrev: 86a4' >>R/log/entries.txt
	ends 3 log verify R
	said log-torn-tail
	ends 3 ingest R later --to a
	ends 0 log mend R
	[ "$(stat -c %s R/log/entries.txt)" = "$size" ]
	grep -q 'Prev: 86a4' R/log/torn-*
	ends 0 log verify R
	ends 0 ingest R later --to a
}

case_a_signature_by_another_key_or_none_is_found() {
	four_entries
	cp R/log/checkpoint signed
	sed '/^— /d; $d' signed >R/log/checkpoint
	ends 6 log verify R
	said checkpoint-malformed
	cp signed R/log/checkpoint
	sed -i 's/^log /# log /' R/trust.txt
	"$program" init other --origin archive.example/harbour >/dev/null
	"$program" key new other >/dev/null
	cat other/trust.txt >>R/trust.txt
	ends 6 log verify R
	said signature-unknown
}
