# On a terminal a long run shows how far it is, and takes that line away; anywhere else, and with --quiet, it shows nothing.
# expect:
script --version >/dev/null 2>&1 || skip "there is no script(1)"
# Run holdfast on a terminal of its own; what that was sent is in the file seen.
on_terminal() {
	script -q -e -c "'${program:?}' $*" seen </dev/null >/dev/null || fail "$* fails: $(cat seen)"
	tr '\r' '\n' <seen >shown
}
# All hole: half a second's work for any processor, and no place on the disk.
mkdir src
truncate -s 384M src/hole
on_terminal create --in-place src
grep -qE '^[0-9.]+ [KMG]iB of 384\.0 MiB, [0-9.]+ [KMG]iB/s, [0-9]+ (s|min) left *$' shown ||
	fail "no progress of create: $(cat shown)"
# Nothing of it stays: the line with the outcome begins on a clean one.
grep -qx 'src: made (1 file, 384.0 MiB)' shown
on_terminal verify src
grep -qE '^[0-9.]+ [KMG]iB of 384\.0 MiB, ' shown || fail "no progress of verify: $(cat shown)"
grep -qx 'src: VALID (1 file, 384.0 MiB, sha512)' shown
on_terminal verify --quiet src
! grep -q ' of ' shown || fail "progress for all --quiet: $(cat shown)"
words 0 verify src
lines 1
unsaid ' of '
