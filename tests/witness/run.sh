#!/bin/sh
# Witnesses at three sites, to which the log is carried: what whoever has the
# key of the log can do to it unseen by himself, one of them finds.
#
#   tests/witness/run.sh BUILDDIR [CASE]...
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P) || exit 2
shift
program=$build/holdfast
export LC_ALL=C TZ=UTC
umask 022
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-witness.XXXXXX") || exit 2
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
. "$top/tests/shares.sh"
. "$top/tests/words.sh"
. "$top/tests/cli/bag.sh"

# --- What the cases begin with. ---

log_vkey() {
	ends 0 key show R
	sed -n 's/^the log is trusted when signed by: //p' ../out
}

# A register R whose log is signed, with the location vault.
register() {
	ends 0 init R --organisation 'Harbour Archive' --origin archive.example/harbour
	mkdir vault
	ends 0 location add R vault --url "$PWD/vault" --site harbour \
		--threat-zone flood --medium disk
	ends 0 key new R
	vkey=$(log_vkey)
}

# Sites of witnesses of those names; what trust.txt must say is in trust.NAME.
sites() {
	for site; do
		mkdir -p "at-$site"
		ends 0 witness init "at-$site/witness" --name "$site" \
			--origin archive.example/harbour --log-key "$vkey"
		grep '^witness ' ../out >"trust.$site"
	done
}

# Trust these witnesses, of whom so many make the quorum: trusts N NAME...
trusts() {
	n=$1
	shift
	for site; do
		cat "trust.$site"
	done >>R/trust.txt
	printf 'group sites %s %s\nquorum sites\n' "$n" "$*" >>R/trust.txt
}

# Something happens, and is logged: happens R NOTE
happens() {
	ends 0 record-event "$1" quay --event observation --by archivist --note "$2"
}

# The log as it is there now is carried to a site: carry REGISTER SITE
carry() {
	rm -rf "at-$2/carried"
	mkdir "at-$2/carried"
	cp -a "$1/log" "at-$2/carried/log"
}

# A witness at its own site, of what was carried there: cosigns STATUS SITE [ARG]...
cosigns() {
	status_wanted=$1 at=$2
	shift 2
	ends "$status_wanted" witness cosign "at-$at/witness" "at-$at/carried" "$@"
}

# What it cosigned is carried back.
carry_back() {
	mkdir -p R/log/witness
	cp "at-$1/witness/cosigned" "R/log/witness/$1"
}

# A register with a package, and a witness that has seen its log.
begun() {
	register
	good_bag quay
	ends 0 ingest R quay --to vault
	sites hall
	carry R hall
	cosigns 0 hall
}

hash_of() {
	sha256sum | cut -d ' ' -f 1
}

# Name in Prev, from entry $2 on, what each entry before is now: relink FILE N
relink() {
	csplit -s -z -f entry. "$1" '/^Entry: /' '{*}'
	before=
	for entry in entry.*; do
		if [ "$before" ] && [ "$(sed -n 's/^Entry: //p' "$entry")" -ge "$2" ]; then
			prev=$({ printf '\0'; cat "$before"; } | hash_of)
			sed -i "s/^Prev: .*/Prev: $prev/" "$entry"
		fi
		before=$entry
	done
	cat entry.* >"$1"
	rm entry.*
}

# --- A site. ---

case_a_site_has_a_key_of_its_own_that_nobody_else_can_read() {
	register
	sites hall
	[ "$(stat -c %a at-hall/witness/witness-key)" = 600 ]
	grep -q '^Witness: hall$' at-hall/witness/witness.txt
	grep -q '^witness hall hall+[0-9a-f]*+B' trust.hall
	ends 0 witness show at-hall/witness
	said "$(cat trust.hall)"
	said 'nothing yet'
	chmod 644 at-hall/witness/witness-key
	mkdir at-hall/carried
	cp -a R/log at-hall/carried
	cosigns 3 hall
	said 'chmod 600'
	[ ! -e at-hall/witness/cosigned ]
}

case_a_witness_is_not_made_where_something_is() {
	register
	sites hall
	ends 2 witness init at-hall/witness --name hall \
		--origin archive.example/harbour --log-key "$vkey"
	ends 2 witness init other --name 'Town Hall' --origin o --log-key "$vkey"
	ends 2 witness init other --name hall --origin 'a b' --log-key "$vkey"
	ends 2 witness init other --name hall --origin o
	[ ! -e other ]
}

case_the_key_of_a_witness_is_not_that_of_a_log_nor_the_other_way_round() {
	register
	sites hall
	ends 2 witness init other --name other --origin archive.example/harbour \
		--log-key "$(cut -d ' ' -f 3 trust.hall)"
	said 'that of a witness'
	[ ! -e other ]
	cp R/trust.txt trust.txt
	printf 'witness hall %s\nquorum hall\n' "$vkey" >>R/trust.txt
	ends 3 log verify R
	said trust-malformed
	cp trust.txt R/trust.txt
	printf 'log %s\n' "$(cut -d ' ' -f 3 trust.hall)" >>R/trust.txt
	ends 3 log verify R
	said trust-malformed
}

case_a_checkpoint_that_a_witness_alone_signed_is_nobodys() {
	begun
	carry_back hall
	trusts 1 hall
	sed -i '/^— archive/d' R/log/witness/hall
	cp R/log/witness/hall R/log/checkpoint
	rm R/log/witness/hall
	ends 6 log verify R
	said signature-unknown
	carry R hall
	cosigns 6 hall
	said signature-unknown
	said 'NOT COSIGNED'
}

case_a_mistake_in_witness_txt_is_told_with_its_line() {
	begun
	sed -i 's/^Origin: /Orign: /' at-hall/witness/witness.txt
	cosigns 3 hall
	said "witness.txt', line $(sed -n '/^Orign/=' at-hall/witness/witness.txt)"
	said Orign
}

# --- Cosigning. ---

case_what_continues_is_cosigned_and_put_into_a_register_that_lets_us() {
	begun
	said 'COSIGNED by hall, 2 entries'
	[ "$(tail -n 1 at-hall/witness/cosigned | cut -d ' ' -f 2)" = hall ]
	cmp at-hall/witness/cosigned at-hall/carried/log/witness/hall
	happens R one
	happens R two
	carry R hall
	cosigns 0 hall
	said 'COSIGNED by hall, 4 entries'
	ends 0 witness cosign at-hall/witness R
	said 'and in the register'
	cmp at-hall/witness/cosigned R/log/witness/hall
	ends 0 witness show at-hall/witness
	said 'seen    4 entries'
}

case_what_was_carried_on_a_medium_that_is_read_only_is_only_read() {
	begun
	carry R hall
	chmod -R a-w at-hall/carried
	unprivileged cosigns 0 hall
	said 'put it there as log/witness/hall'
	[ ! -e at-hall/carried/log/witness ]
}

case_two_at_once_do_not_cosign() {
	needs flock
	begun
	flock at-hall/witness sh -c "'$program' witness cosign at-hall/witness at-hall/carried >../out 2>&1; [ \$? = 3 ]"
	grep -q 'another process' ../out
}

case_a_tail_behind_the_checkpoint_is_not_cosigned() {
	begun
	printf 'Entry: 2\nPre' >>at-hall/carried/log/entries.txt
	cosigns 3 hall
	said log-torn-tail
	said 'NOT COSIGNED'
}

# --- What the key of the log can do. ---

case_a_log_that_was_set_back_is_found_by_a_witness_though_it_verifies() {
	begun
	cp -a R before
	happens R one
	carry R hall
	cosigns 0 hall
	rm -rf R
	mv before R
	ends 0 log verify R
	carry R hall
	cosigns 6 hall
	said log-rollback
	said 'NOT COSIGNED'
	ends 0 witness show at-hall/witness
	said 'seen    3 entries'
	# With what the witness signed in the register, that finds it itself.
	carry_back hall
	ends 6 log verify R
	said log-rollback
}

case_two_histories_of_one_size_are_found_where_both_are_seen() {
	begun
	cp -a R other
	happens R 'it is whole'
	happens other 'it is torn'
	ends 0 log verify R
	ends 0 log verify other
	sites diocese
	carry R hall
	cosigns 0 hall
	carry other diocese
	cosigns 0 diocese
	carry other hall
	cosigns 6 hall
	said log-fork
	said 'NOT COSIGNED'
	# And where what both cosigned comes together.
	carry_back hall
	ends 0 log verify R
	carry_back diocese
	ends 6 log verify R
	said log-fork
	said log/witness/diocese
}

case_an_entry_that_was_rewritten_and_signed_anew_is_found() {
	register
	cp R/log/checkpoint checkpoint
	good_bag quay
	ends 0 ingest R quay --to vault
	happens R 'torn on page 2'
	happens R 'seen'
	sites hall
	carry R hall
	cosigns 0 hall
	# He who has the key makes entry 2 say something else.
	sed -i 's/torn on page 2/whole/' R/log/entries.txt
	relink R/log/entries.txt 3
	cp checkpoint R/log/checkpoint
	rm -f R/log/frontier R/catalogue.db
	ends 0 log mend R --accept
	ends 0 log verify R
	said 'VERIFIED, signed (4 entries'
	carry R hall
	cosigns 6 hall
	said log-fork
	# Nor is it hidden by what is added.
	happens R more
	ends 0 log verify R
	carry R hall
	cosigns 6 hall
	said log-fork
	said 'NOT COSIGNED'
	[ "$(sed -n 2p at-hall/witness/checkpoint)" = 4 ]
}

case_the_log_of_another_register_or_by_another_key_is_not_cosigned() {
	begun
	mv R first
	rm -rf vault
	register
	carry R hall
	cosigns 6 hall
	said signature-unknown
	mv R second
	rm -rf vault
	ends 0 init R --origin archive.example/quay
	ends 0 key new R
	carry R hall
	cosigns 6 hall
	said checkpoint-malformed
}

# --- The replica. ---

# A second location, which lies at the site of hall, with a copy of the package.
replica() {
	register
	good_bag quay
	ends 0 ingest R quay --to vault
	sites hall
	mkdir at-hall/replica
	ends 0 location add R hall --url "$PWD/at-hall/replica" --site hall \
		--threat-zone fire --medium disk
	ends 0 copy R quay --to hall
	carry R hall
}

case_the_replica_is_read_in_full_before_it_is_cosigned() {
	replica
	cosigns 0 hall --replica at-hall/replica
	said 'hall: 1 package read in full and right'
	said 'COSIGNED by hall'
}

case_a_flipped_byte_in_the_replica_is_not_cosigned_for() {
	replica
	printf X | dd of=at-hall/replica/quay/data/hello.txt bs=1 seek=1 \
		conv=notrunc status=none
	cosigns 1 hall --replica at-hall/replica
	said payload-changed
	said 'quay at hall'
	said 'NOT COSIGNED'
	[ ! -e at-hall/witness/cosigned ]
	[ ! -e at-hall/witness/checkpoint ]
	[ ! -e at-hall/carried/log/witness ]
}

case_a_package_that_is_missing_or_another_is_not_cosigned_for() {
	replica
	mv at-hall/replica/quay quay.away
	cosigns 1 hall --replica at-hall/replica
	said missing
	cp -a quay.away at-hall/replica/quay
	echo 'Contact-Name: Harbour' >>at-hall/replica/quay/bag-info.txt
	(cd at-hall/replica/quay && rm tagmanifest-*)
	"$program" verify at-hall/replica/quay >../out
	cosigns 1 hall --replica at-hall/replica
	said bag-substituted
	said 'NOT COSIGNED'
}

case_a_replica_that_is_not_mounted_is_not_cosigned_for() {
	replica
	mkdir empty
	cosigns 3 hall --replica empty
	said unreachable
	cosigns 3 hall --replica nowhere
	said unreachable
	mv at-hall/replica/.holdfast-location marker
	sed 's/^Register: .*/Register: another/' marker >at-hall/replica/.holdfast-location
	cosigns 3 hall --replica at-hall/replica
	said unreachable
	[ ! -e at-hall/witness/cosigned ]
}

# --- A machine that is on no network. ---

case_a_site_without_a_network_needs_none() {
	needs unshare
	alone='unshare -n'
	$alone true 2>/dev/null || alone='unshare -rn'
	$alone true 2>/dev/null || skip 'a process cannot be taken off the network'
	[ "$($alone cat /proc/net/dev | grep -c ': ')" -le 1 ] ||
		skip 'a process cannot be taken off the network'
	replica
	cp -a R before
	as=$alone
	ends 0 witness init at-hall/other --name other \
		--origin archive.example/harbour --log-key "$vkey"
	cosigns 0 hall --replica at-hall/replica
	said 'hall: 1 package read in full and right'
	happens R one
	carry R hall
	cosigns 0 hall
	carry before hall
	cosigns 6 hall
	said log-rollback
}

# --- Cut in between. ---

case_what_was_stored_is_cosigned_by_the_next_run() {
	begun
	happens R one
	carry R hall
	# Where nothing can take the name, the run ends behind the first store.
	mv at-hall/witness/cosigned kept
	mkdir at-hall/witness/cosigned
	cosigns 3 hall
	[ "$(sed -n 2p at-hall/witness/checkpoint)" = 3 ]
	[ ! -e at-hall/carried/log/witness/hall ]
	rmdir at-hall/witness/cosigned
	mv kept at-hall/witness/cosigned
	cosigns 0 hall
	said '3 entries'
	[ "$(sed -n 2p at-hall/witness/cosigned)" = 3 ]
}

case_a_witness_that_was_cut_there_does_not_sign_what_goes_elsewhere() {
	begun
	cp -a R other
	happens R one
	happens other two
	carry R hall
	mv at-hall/witness/cosigned kept
	mkdir at-hall/witness/cosigned
	cosigns 3 hall
	rmdir at-hall/witness/cosigned
	mv kept at-hall/witness/cosigned
	carry other hall
	cosigns 6 hall
	said log-fork
}

case_a_witness_that_forgot_what_it_saw_does_not_cosign() {
	begun
	mv at-hall/witness/checkpoint kept
	cosigns 3 hall
	said 'is gone'
	cp at-hall/witness/cosigned at-hall/witness/checkpoint
	cosigns 0 hall
}

# --- The quorum. ---

case_two_of_three_make_the_quorum_for_the_newest_size_that_both_have() {
	register
	good_bag quay
	ends 0 ingest R quay --to vault
	sites hall diocese university
	trusts 2 hall diocese university
	ends 4 log verify R
	said quorum-unmet
	said 'enough of them never did'
	said 'VERIFIED, signed'
	carry R hall
	cosigns 0 hall
	carry_back hall
	ends 4 log verify R
	said 'cosigned by diocese: never'
	happens R one
	carry R diocese
	cosigns 0 diocese
	carry_back diocese
	# Who has seen 3 entries has seen 2.
	ends 0 log verify R
	said 'quorum sites: 2 entries'
	happens R two
	carry R university
	cosigns 0 university
	carry_back university
	ends 0 log verify R
	said 'cosigned by university: 4 entries'
	said 'quorum sites: 3 entries'
	ends 0 log verify R --format json
	said '"quorum_entries":3'
}

case_a_witness_that_trust_txt_does_not_name_counts_for_nothing() {
	register
	sites hall diocese stranger
	trusts 1 hall diocese
	carry R stranger
	cosigns 0 stranger
	carry_back stranger
	ends 4 log verify R
	said quorum-unmet
	# Nor under the name of one that it names.
	mv R/log/witness/stranger R/log/witness/hall
	ends 4 log verify R
	said quorum-unmet
}

case_the_group_that_the_policy_names_is_asked_for_too() {
	register
	sites hall
	cat trust.hall >>R/trust.txt
	echo 'quorum none' >>R/trust.txt
	ends 0 log verify R
	said_not quorum
	sed -i 's/^# Quorum: .*/Quorum: hall/' R/register.txt
	ends 4 log verify R
	said quorum-unmet
	carry R hall
	cosigns 0 hall
	carry_back hall
	ends 0 log verify R
	said 'quorum hall: 1 entry'
	sed -i 's/^Quorum: .*/Quorum: nobody/' R/register.txt
	ends 4 log verify R
	said 'no witness and no group of that name'
}

run_cases witness "$0" "$@"
