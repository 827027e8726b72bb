# shellcheck shell=sh
# init, and the places where copies lie.

case_init_makes_all_of_it() {
	ends 0 init register
	[ "$(names register)" = "log log/checkpoint log/entries.txt register.txt trust.txt " ] ||
		fail "in it there is: $(names register)"
	grep -qx "Origin: $(uname -n)/register" register/register.txt
	ends 0 location list register
	ends 0 location check register
}

case_init_leaves_what_is_there() {
	mkdir full
	echo mine >full/file
	ends 2 init full --origin=o
	said 'is no empty folder'
	[ "$(cat full/file)" = mine ]
	[ "$(names full)" = 'file ' ]
	ends 2 init full/file --origin=o
	ln -s nowhere link
	ends 2 init link --origin=o
	[ "$(names .)" = 'full full/file link ' ] ||
		fail "there is: $(names .)"
}

case_init_takes_an_empty_folder() {
	mkdir -m 2750 register
	register
	[ "$(stat -c %a register)" = 2750 ]
	[ "$(names .)" = 'register register/log register/log/checkpoint register/log/entries.txt register/register.txt register/trust.txt ' ]
}

case_init_without_permission() {
	[ "$(id -u)" != 0 ] || [ -n "$without" ] || skip 'root may write everywhere here'
	mkdir closed
	chmod 555 closed
	unprivileged ends 3 init closed/register --origin=o
	said "'closed/register' could not be made"
	said 'Permission denied'
	[ -z "$(ls -A closed)" ]
}

# A run that was killed left what it had built; the next one removes that.
case_init_after_a_kill() {
	mkdir -p .register.holdfast-partial/log
	echo half >.register.holdfast-partial/register.txt
	register
	[ ! -e .register.holdfast-partial ]
	[ ! -e register/.register.txt.holdfast-partial ]
	ends 0 location list register
}

case_names_with_blanks_and_beyond_ascii() {
	mkdir -p 'archives of the harbour' '戸棚 é/tape  2'
	cd 'archives of the harbour' || exit
	ends 0 init "registre d'été" --origin=archive.example.org/r
	ends 0 location add "registre d'été" disk --url='../../戸棚 é/tape  2' \
		--site='Straße 3' --threat-zone='fleuve é' --medium='disque dur'
	[ -f '../戸棚 é/tape  2/.holdfast-location' ]
	ends 0 location check "registre d'été"
	ends 0 location list "registre d'été"
	said '戸棚 é/tape  2'
	said 'Straße 3'
}

# The places go with the register where their paths begin at it.
case_relative_places_move_along() {
	mkdir -p top/disk
	ends 0 init top/register --origin=o
	ends 0 location add top/register disk --url=../disk --site=S --threat-zone=Z --medium=M
	mv top moved
	ends 0 location check moved/register
	cd moved/register || exit
	ends 0 location check .
}

case_unmounted_is_unreachable_and_all_are_told() {
	register one two three four five
	ends 0 location check register
	rm two/.holdfast-location
	rm -r three
	cp one/.holdfast-location four/.holdfast-location
	: >five/.holdfast-location
	ends 3 location check register
	said 'one: reachable'
	[ "$(grep -c '\[unreachable\]' ../out)" = 4 ] || fail "says: $(cat ../out)"
	said '/two: two: error'
	said 'there is no marker in it'
	said 'there is no such folder'
	said 'found: one of archive.example.org/register'
	said 'cannot be understood'
	# What was gone is there again: nothing else was needed.
	mkdir three
	for name in two three four five; do
		printf 'Location: %s\nRegister: archive.example.org/register\n' $name \
			>$name/.holdfast-location
	done
	ends 0 location check register
}

case_unreadable_is_unreachable() {
	[ "$(id -u)" != 0 ] || [ -n "$without" ] || skip 'root may read everything here'
	register one two
	chmod 000 one
	chmod 000 two/.holdfast-location
	unprivileged ends 3 location check register
	[ "$(grep -c '\[unreachable\]' ../out)" = 2 ] || fail "says: $(cat ../out)"
	said 'Permission denied'
}

# Another register's disk, with a location of the same name on it.
case_a_place_of_another_register() {
	register disk
	ends 0 init other --origin=archive.example.org/other
	ends 2 location add other disk --url="$PWD/disk" --site=S --threat-zone=Z --medium=M
	said "'disk' of 'archive.example.org/register'"
	! grep -q '^Location:' other/register.txt || fail 'it was added'
	ends 0 location check register
}

case_what_people_wrote_stays() {
	register
	printf '\r\n# notes é\r\n# of ours' >>register/register.txt
	sed -i 's/^Interval: .*/interval :  30d  /' register/register.txt
	chmod 664 register/register.txt
	cp register/register.txt before
	mkdir disk
	add disk
	[ "$(stat -c %a register/register.txt)" = 664 ]
	head -c "$(wc -c <before)" register/register.txt | cmp - before
	ends 0 location list register
	said 'disk: '
}

# Each mistake of a file that was edited by hand, in one run, by its line.
case_five_mistakes_in_one_run() {
	register disk
	cat >register/register.txt <<END
Register: 1
Organization: Harbour Archive
Origin: archive.example.org/register

Location: disk
URL: ftp://archive.example.org/disk
Site: S
Threat-Zone: Z
Medium: disk
Trust: yes

Policy: default
Interval: quarterly
this is a note
END
	cp register/register.txt before
	ends 3 location add register tape --url="$PWD" --site=S --threat-zone=Z --medium=M
	for told in ':1: error: lacks a label' "did you mean 'Organisation'?" \
		':6: disk: error' 'only folders are supported' ':10: disk: error' \
		'known are: trusted semi untrusted dead' ':13: error' 'such as 90d' \
		':14: error' 'there is no colon in it'; do
		said "$told"
	done
	cmp before register/register.txt
}

case_lost_files_of_a_register() {
	register
	mv register/trust.txt kept
	ends 3 location list register
	said trust.txt
	mv kept register/trust.txt
	mv register/register.txt kept
	ends 2 location list register
	said 'is no register'
	ln -s ../kept register/register.txt
	ends 3 location list register
}

# Many add at once: each stanza is there, and none of them twice.
case_many_add_at_once() {
	register
	for n in 1 2 3 4 5 6 7 8; do
		mkdir d$n
		holdfast location add register d$n --url="$PWD/d$n" --site=S \
			--threat-zone=Z --medium=M --quiet 2>d$n.err &
	done
	wait
	cat d?.err
	[ "$(grep -c '^Location: d' register/register.txt)" = 8 ]
	ends 0 location check register --format=json
	[ "$(grep -c '"reachable":true' ../out)" = 8 ]
}

# The marker is there, the stanza is not: the same command completes it.
case_add_after_a_kill() {
	register
	mkdir disk
	printf 'Location: disk\nRegister: archive.example.org/register\n' \
		>disk/.holdfast-location
	echo half >register/.register.txt.holdfast-partial
	add disk
	[ ! -e register/.register.txt.holdfast-partial ]
	ends 0 location check register
}
