#!/bin/sh
# The units for systemd: that they are understood, and that what they forbid is
# nothing that an audit needs.
#
#   tests/service/run.sh BUILDDIR [CASE]...
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -- "$here/../.." && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P) || exit 2
shift
export LC_ALL=C
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-service.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
. "$top/tests/words.sh"

units=$top/contrib/systemd
service=$units/holdfast-audit@.service

# Both units here, for the program that was built.
units_here() {
	for unit in service timer; do
		sed "s|/usr/local/bin/|$build/|" \
			"$units/holdfast-audit@.$unit" >"holdfast-audit@.$unit"
	done
}

# Nothing is said of units that are as they must be.
verifies() {
	systemd-analyze verify --man=no "$@" >../out 2>&1 ||
		fail "systemd-analyze: $(cat ../out)"
	[ ! -s ../out ] || fail "systemd-analyze says: $(cat ../out)"
}

case_systemd_understands_the_units() {
	needs systemd-analyze
	units_here
	verifies ./holdfast-audit@.service ./holdfast-audit@.timer
	cp holdfast-audit@.service 'holdfast-audit@archive-the\x20register.service'
	verifies './holdfast-audit@archive-the\x20register.service'
	# That it would say so.
	echo 'ProtectSistem=strict' >>holdfast-audit@.service
	! (verifies ./holdfast-audit@.service) || fail 'a slip is not seen'
}

case_little_is_left_open() {
	needs systemd-analyze
	systemd-analyze --help | grep -q -e --offline ||
		skip 'this systemd-analyze judges no unit that is not loaded'
	units_here
	systemd-analyze security --offline=yes --threshold=15 --no-pager \
		./holdfast-audit@.service >../out 2>&1 || fail "$(tail -n 1 ../out)"
}

# The calls of the groups and names on standard input, one a line.
calls() {
	while read -r name; do
		case $name in
		@*) systemd-analyze syscall-filter --no-pager "$name" |
			sed -n 's/^    \([^#]\)/\1/p' | calls ;;
		*) echo "$name" ;;
		esac
	done
}

# What the unit's lines on calls come to, in their order.
allowed_calls() {
	: >allowed
	sed -n 's/^SystemCallFilter=//p' "$service" | while read -r line; do
		printf '%s\n' "${line#\~}" | tr ' ' '\n' | calls | sort -u >these
		case $line in
		\~*) comm -23 allowed these >now ;;
		*) sort -u allowed these >now ;;
		esac
		mv now allowed
	done
}

# What a reader is allowed by the program itself, and what it takes to shut it
# in, to stand back, and to write the log.
needed_calls() {
	sed -n '/allowed\[\] = {/,/^};/p; /allowed_writer\[\] = {/,/^};/p' \
		"$top/src/sandbox/filter_program.c" | grep -o '"[a-z0-9_]*"' | tr -d '"'
	printf '%s\n' landlock_create_ruleset landlock_add_rule \
		landlock_restrict_self seccomp prctl ioprio_set setpriority \
		clone fork execve wait4 renameat renameat2 linkat utimensat \
		fchmod fcntl ioctl prlimit64 openat2 tgkill
}

case_what_an_audit_calls_is_allowed() {
	needs systemd-analyze
	allowed_calls
	[ "$(wc -l <allowed)" -gt 200 ] || fail 'the groups are not to be had'
	needed_calls | sort -u >needed
	[ "$(wc -l <needed)" -gt 100 ] || fail 'the calls are not to be had'
	# Those alone that this systemd has a name for.
	systemd-analyze syscall-filter --no-pager 2>/dev/null | sed -n 's/^    \([a-z]\)/\1/p' |
		sort -u >known
	comm -12 needed known | comm -23 - allowed >forbidden
	[ ! -s forbidden ] || fail "forbidden: $(tr '\n' ' ' <forbidden)"
	# That some calls are not.
	for call in mount ptrace setuid kexec_load init_module; do
		! grep -qx "$call" allowed || fail "$call is allowed"
	done
}

case_no_status_is_forgiven_and_the_register_alone_is_written_to() {
	! grep -q '^SuccessExitStatus' "$service" || fail 'a failure is forgiven'
	! grep -q '^ExecStart=-' "$service" || fail 'all failures are forgiven'
	[ "$(sed -n 's/^ReadWritePaths=//p' "$service")" = %f ]
	for line in ProtectSystem=strict NoNewPrivileges=yes PrivateTmp=yes \
		IOSchedulingClass=idle Nice=19; do
		grep -qx "$line" "$service" || fail "there is no $line"
	done
}

run_cases service "$here/run.sh" "$@"
