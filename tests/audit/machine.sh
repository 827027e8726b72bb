# shellcheck shell=sh
# Cases of an audit that are about the machine: its disk, what memory has of it,
# and who else works there.
# shellcheck disable=SC2154,SC2034 # they are of run.sh, or for it

# A file system in the file image, at L-vault, until the case ends.
loop_at_vault() {
	needs mkfs.ext4 losetup
	[ "$(id -u)" = 0 ] || skip 'only root mounts a loop device'
	truncate -s 32M image
	mkfs.ext4 -q image
	mkdir L-vault
	mount -o loop image L-vault 2>/dev/null ||
		skip 'nothing can be mounted on a loop device'
	trap 'umount "$PWD/L-vault"' EXIT
}

# quay there, in memory too, with a file that is in the image from octet $at on.
marked_on_loop() {
	loop_at_vault
	register vault
	begin_bag quay
	{ printf 'THE-MARK-OF-THE-FILE'; head -c 200000 /dev/zero; } >quay/data/a.bin
	end_bag quay
	ends 0 ingest R quay --to vault
	sync
	cat L-vault/quay/data/a.bin >/dev/null
	at=$(grep -abo 'THE-MARK-OF-THE-FILE' image | head -n 1 | cut -d : -f 1)
	[ -n "$at" ] || skip 'the file is not to be found in the image'
}

case_a_flipped_byte_beneath_the_page_cache_is_found_on_the_medium_alone() {
	marked_on_loop
	printf X | dd of=image conv=notrunc bs=1 seek="$at" 2>/dev/null
	grep -q THE-MARK-OF-THE-FILE L-vault/quay/data/a.bin ||
		skip 'memory did not keep the file'
	quiet --no-from-medium
	ends 1 audit R
	said payload-changed
	# And what others had in memory is still there.
	grep -q THE-MARK-OF-THE-FILE L-vault/quay/data/a.bin
	quiet --no-from-medium
}

# What is at the end of the disk can no longer be read; but memory has it.
case_a_bad_block_beneath_the_page_cache_is_found_on_the_medium_alone() {
	marked_on_loop
	truncate -s $((at + 65536)) image
	cmp quay/data/a.bin L-vault/quay/data/a.bin ||
		skip 'memory did not keep the file'
	quiet --no-from-medium
	ends 3 audit R
	said read-error
	said 'data/a.bin'
	[ "$(last Outcome)" = undetermined ]
	truncate -s 32M image
	sync
}

# How many pages of a file memory has.
in_memory() {
	fincore -b -n -o PAGES "$1" | tr -d ' '
}

# L-vault, on a disk, until the case ends.
disk_at_vault() {
	needs fincore
	disk=$(mktemp -d "$build/audit.XXXXXX") || skip 'nothing can be written beside the program'
	trap 'rm -rf "$disk"' EXIT
	case $(stat -f -c %T "$disk") in
	tmpfs | ramfs) skip 'there is no disk here' ;;
	esac
	ln -s "$disk" L-vault
}

case_what_is_in_memory_stays_and_what_is_read_does_not_get_there() {
	disk_at_vault
	register vault
	sized quay 3000000 3000000
	ends 0 ingest R quay --to vault
	sync
	for i in 1 2; do
		dd if=L-vault/quay/data/$i.bin iflag=nocache count=0 2>/dev/null
	done
	cat L-vault/quay/data/1.bin >/dev/null
	kept=$(in_memory L-vault/quay/data/1.bin)
	case $kept,$(in_memory L-vault/quay/data/2.bin) in
	0,* | *,[!0]*) skip 'memory does not do what it is told to' ;;
	esac
	quiet
	[ "$(last Outcome)" = pass ]
	[ "$(in_memory L-vault/quay/data/1.bin)" = "$kept" ] ||
		fail "of $kept pages, $(in_memory L-vault/quay/data/1.bin) are left"
	[ "$(in_memory L-vault/quay/data/2.bin)" = 0 ] ||
		fail "$(in_memory L-vault/quay/data/2.bin) pages have come"
}

# The audit in the background, and the process that reads for it.
readers() {
	echo "$run"
	cat "/proc/$run/task/$run/children"
}

case_it_is_nice_where_it_is_asked_to() {
	needs ionice
	# shellcheck disable=SC2034 # for slow_run
	with=--nice
	slow_run
	wait_for_files
	for process in $(readers); do
		[ "$(ps -o ni= -p "$process" | tr -d ' ')" = 19 ]
		[ "$(ionice -p "$process")" = idle ] ||
			fail "process $process: $(ionice -p "$process")"
	done
	[ "$(readers | wc -w)" -ge 2 ]
	kill -TERM "$run"
	wait "$run" || :
	"$program" audit R --jobs 1 --limit-rate 2M >said 2>told &
	run=$!
	wait_for_lock
	for process in $(readers); do
		[ "$(ionice -p "$process")" != idle ]
	done
	kill -TERM "$run"
	wait "$run" || :
}

case_status_tells_of_what_an_audit_found() {
	quay_at_vault
	quiet
	ends 0 status R
	said 'last audit  20'
	ends 0 status R --format nagios
	printf 'jello\n' >L-vault/quay/data/hello.txt
	ends 1 audit R
	ends 1 status R
	ends 2 status R --format nagios
	said CRITICAL
	printf 'hello\n' >L-vault/quay/data/hello.txt
	quiet
	ends 0 status R
}
