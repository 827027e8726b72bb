#!/bin/sh
# Pack bags, and read the archives with tools that we did not write.
#
#   tests/pack/run.sh BUILDDIR [CASE]...
#
# A case is a function below, case_NAME, that runs in an empty folder of its
# own; `set -e` ends it where something is not as it must be.  What a machine
# lacks is skipped, and said so.  HOLDFAST_LARGE=1 adds files beyond the limits
# of old headers, which take a minute.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
build=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P) || exit 2
shift
program=$build/holdfast
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=1000000000
umask 022
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-pack.XXXXXX") || exit 2
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# --- The words of the cases. ---

fail() {
	printf '%s\n' "$*"
	exit 1
}

# The case cannot be made here.
skip() {
	echo "$*"
	exit 77
}

needs() {
	for tool; do
		command -v "$tool" >/dev/null || skip "there is no $tool"
	done
}

# Run holdfast, which must end with this status: ends STATUS COMMAND [ARG]...
# What it says is in ../out and ../err.
ends() {
	wanted=$1 status=0
	shift
	# shellcheck disable=SC2086 # words
	${HOLDFAST_WRAP-} "$program" "$@" >../out 2>../err || status=$?
	[ $status = "$wanted" ] ||
		fail "holdfast $*: status $status, must be $wanted: $(cat ../out ../err)"
	[ $status = 0 ] || [ -s ../err ] || fail "holdfast $*: fails without a word"
	[ $status != 0 ] || [ -n "${HOLDFAST_WRAP-}" ] || [ ! -s ../err ] ||
		fail "holdfast $*: succeeds, and says: $(cat ../err)"
}

# The last command's words contain this text.
said() {
	cat ../out ../err | grep -qF -e "$1" ||
		fail "must say '$1', says: $(cat ../out ../err)"
}

# Nothing is in this folder.
empty() {
	[ -z "$(ls -A "$1")" ] || fail "in $1 there is: $(ls -A "$1")"
}

# A bag with tag files of all kinds and payload whose names sort strangely.
sample() {
	mkdir -p "$1/data/a" "$1/data/empty" "$1/notes/old"
	(
		cd "$1"
		printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >bagit.txt
		echo one >data/a/one.txt
		echo two >data/a-two.txt
		echo three >data/a.three
		: >data/none
		seq 200000 >data/many.txt
		echo 'echo run' >data/run.sh
		chmod 755 data/run.sh
		echo note >notes/a.txt
		echo old >notes/old/b.txt
		echo zebra >aardvark.txt
		echo 'Contact-Name: A. Keeper' >bag-info.txt
		find . -exec touch -d '2001-02-03 04:05:06.000000007' {} +
		touch -d '1961-01-18 10:11:12' data/a/one.txt
		touch -d '2019-01-02 03:04:05.123456789' data/many.txt
	)
	list "$1"
}

# For a zip, time begins in 1980.
since_1980() {
	touch -d '1981-01-18 10:11:12' bag/data/a/one.txt
}

# Manifests of what is there, with sha512sum and sha256sum.
list() (
	cd "$1" || exit 1
	rm -f ./*manifest-*.txt
	for alg in 512 256; do
		find data -type f -print0 | LC_ALL=C sort -z |
			xargs -0 -r "sha${alg}sum" -z -- |
			sed -z 's/%/%25/g; s/\r/%0D/g; s/\n/%0A/g' |
			tr '\0' '\n' >"manifest-sha$alg.txt"
	done
	# shellcheck disable=SC2094 # of all that were there before
	find . -name data -prune -o -type f -print | sed 's|^\./||' | LC_ALL=C sort |
		xargs -d '\n' sha512sum -- >../tags
	mv ../tags tagmanifest-sha512.txt
	touch -d '2001-02-03 04:05:06.000000007' ./*manifest-*.txt .
)

# What a tree holds, its times with so many digits: contents FOLDER [DIGITS]
contents() (
	cd "$1" || exit 1
	find . -printf '%y %T@ %P\0' | LC_ALL=C sort -z | tr '\0' '\n' |
		sed "s/^\(. -\{0,1\}[0-9]*\.[0-9]\{${2-9}\}\)[0-9]*/\1/"
	find . -type f -exec cksum {} + | LC_ALL=C sort
)

# The folder is the same bag as the folder bag: same FOLDER [DIGITS]
same() {
	contents bag "${2-9}" >../must
	contents "$1" "${2-9}" | diff ../must - || fail "what is unpacked to $1 differs"
	(cd "$1" && sha512sum --quiet --strict -c manifest-sha512.txt &&
		sha256sum --quiet --strict -c manifest-sha256.txt &&
		sha512sum --quiet --strict -c tagmanifest-sha512.txt) ||
		fail "the manifests do not agree"
}

# --- The cases. ---

# Each form is read by bsdtar, the same to every byte and time.
case_forms() {
	needs bsdtar
	sample bag
	for form in tar tar.gz tgz tar.bz2 tar.xz tar.zst zip; do
		[ $form != zip ] || since_1980
		ends 0 pack bag -o "x.$form"
		said "x.$form: packed (14 files"
		said "the bag is VALID"
		mkdir out
		bsdtar -xf "x.$form" -C out
		[ "$(ls -A out)" = bag ] || fail "$form: at the top is $(ls -A out)"
		[ $form = zip ] && digits=0 || digits=9
		same out/bag "$digits"
		ends 0 verify out/bag
		rm -r out
	done
	ends 0 pack bag --compress -o y.zip
	mkdir out
	bsdtar -xf y.zip -C out
	same out/bag 0
	[ "$(wc -c <y.zip)" -lt "$(($(wc -c <x.zip) / 2))" ] ||
		fail "--compress does not compress"
}

# So does GNU tar; and each compressor finds its stream whole.
case_tar() {
	tar --version | grep -q GNU || skip "there is no GNU tar"
	sample bag
	ends 0 pack bag -o x.tar
	mkdir out
	tar -xf x.tar -C out 2>../warned
	! grep -v 'implausibly old time stamp 1961' ../warned || fail "tar says that"
	same out/bag
	[ $(($(wc -c <x.tar) % 10240)) = 0 ] || fail "it does not end with a record"
	tar --numeric-owner -tvf x.tar >listing
	! grep -v '^[-d]\(rw-r--r--\|rwxr-xr-x\) 0/0 ' listing ||
		fail "an owner or a mode is not that of all"
	for pair in gz:gzip bz2:bzip2 xz:xz zst:zstd; do
		command -v "${pair#*:}" >/dev/null || skip "there is no ${pair#*:}"
		ends 0 pack bag -o "x.tar.${pair%:*}"
		"${pair#*:}" -qt "x.tar.${pair%:*}" || fail "${pair#*:} finds it broken"
		# No byte behind the stream, and the same tar but for its padding.
		"${pair#*:}" -qdc "x.tar.${pair%:*}" >y.tar
		cmp -n "$(wc -c <y.tar)" x.tar y.tar
	done
	# Neither a name nor a time is in the header of gzip (RFC 1952, 2.3).
	[ "$(od -An -tx1 -j3 -N5 x.tar.gz)" = ' 00 00 00 00 00' ] ||
		fail "gzip's header has $(od -An -tx1 -N10 x.tar.gz)"
}

case_zip() {
	needs unzip zipinfo
	sample bag
	since_1980
	for how in '' --compress; do
		# shellcheck disable=SC2086 # none or one
		ends 0 pack bag $how -o x.zip
		unzip -tqq x.zip || fail "unzip finds it broken"
		mkdir out
		unzip -qq x.zip -d out
		same out/bag 0
		[ -n "$how" ] && method=' def. ' || method=' stor '
		zipinfo x.zip | grep "$method.*many.txt" || fail "it is not$method"
		rm -r out x.zip
	done
}

case_python() {
	needs python3
	sample bag
	ends 0 pack bag -o x.tar
	ends 0 pack bag -o x.zip
	python3 - <<'EOF' || fail "python differs"
import os, tarfile, zipfile
tar = tarfile.open("x.tar")
for m in tar.getmembers():
    st = os.lstat(m.name)
    assert m.isdir() or m.isreg(), m.name
    assert (m.uid, m.gid, m.uname, m.gname) == (0, 0, "", ""), m.name
    assert abs(float(m.mtime) - st.st_mtime) < 1e-6, (m.name, m.mtime)
    if m.isreg():
        assert tar.extractfile(m).read() == open(m.name, "rb").read(), m.name
z = zipfile.ZipFile("x.zip")
assert z.testzip() is None
assert [n.rstrip("/") for n in z.namelist()] == tar.getnames()
for i in z.infolist():
    assert i.is_dir() or z.read(i) == open(i.filename, "rb").read(), i.filename
EOF
}

# The same bag makes the same bytes: again, elsewhere, by others, at other
# hours, on more cores.
case_repeatable() {
	sample bag
	mkdir elsewhere
	cp -a bag elsewhere/bag
	# What is of this copy alone: owners may not be changed by everybody.
	find elsewhere/bag -type f -exec chmod go-rwx {} +
	find elsewhere/bag -type d -exec chmod 700 {} +
	chmod 744 elsewhere/bag/data/run.sh
	touch -a elsewhere/bag/data/none
	for form in tar tar.gz tar.bz2 tar.xz tar.zst zip; do
		ends 0 pack bag -o "x.$form" -j 1
		ends 0 pack bag/ -o "y.$form" -j 3
		cmp "x.$form" "y.$form"
		(cd elsewhere && umask 077 && TZ=Asia/Tokyo LC_ALL=C.UTF-8 \
			"$program" pack -q bag -o "x.$form")
		cmp "x.$form" "elsewhere/x.$form"
		(cd bag && "$program" pack -q . -o "../z.$form")
		cmp "x.$form" "z.$form"
	done
	# And another bag makes other bytes, if only by a time.
	touch -d '2001-02-03 04:05:06.000000008' bag/data/none
	ends 0 pack bag -o w.tar
	! cmp -s x.tar w.tar || fail "a time is not in it"
}

# Whoever reads it in one pass has the digests before the payload.
case_order() {
	needs bsdtar
	sample bag
	echo 'https://example.org/many 1288895 data/many.txt' >bag/fetch.txt
	list bag
	ends 0 pack bag -o x.tar
	bsdtar -tf x.tar >order
	cat >must <<'EOF'
bag/
bag/bagit.txt
bag/manifest-sha256.txt
bag/manifest-sha512.txt
bag/tagmanifest-sha512.txt
bag/bag-info.txt
bag/fetch.txt
bag/aardvark.txt
bag/notes/
bag/notes/a.txt
bag/notes/old/
bag/notes/old/b.txt
bag/data/
bag/data/a/
bag/data/a/one.txt
bag/data/a-two.txt
bag/data/a.three
bag/data/empty/
bag/data/many.txt
bag/data/none
bag/data/run.sh
EOF
	diff must order
	ends 0 pack bag -o x.zip
	bsdtar -tf x.zip | diff must -
	# Who may run a file is kept; nothing else of its mode.
	bsdtar -tvf x.tar | grep '^-..x' | grep -v 'run.sh$' >runs || :
	bsdtar -tvf x.tar | grep -q '^-rwxr-xr-x .*run.sh$' || fail "run.sh cannot be run"
	[ ! -s runs ] || fail "these can be run: $(cat runs)"
}

# Names that are long, not ASCII, in either form of Unicode, and strange.
case_names() {
	needs python3
	deep=$(printf 'n%.0s' $(seq 200))
	mkdir src
	composed=$(printf 'n\303\244me') decomposed=$(printf 'o\314\210rtlich')
	for name in "$composed" "$decomposed" "$(printf 'line\nend')" '100%' '%0A' \
		'back\slash' ' blank ' '-dash' '*star' "$(printf '\346\226\207\344\273\266')" \
		"$(printf 'x%.0s' $(seq 255))"; do
		echo "$name" >"src/$name"
	done
	mkdir "src/$deep"
	echo long >"src/$deep/file"
	for _ in $(seq 29); do
		mkdir src/outer
		mv "src/$deep" src/outer
		mv src/outer "src/$deep"
	done
	ends 0 create src -o bag --quiet
	for form in tar tar.zst zip; do
		ends 0 pack bag -o "x.$form" --quiet
	done
	needs zstd
	zstd -qdc x.tar.zst >y.tar
	python3 - <<'EOF' || fail "the names differ"
import os, tarfile, zipfile
def walk(fd, path, out):
    for e in os.scandir(fd):
        p = path + b"/" + os.fsencode(e.name)
        out.add(p)
        if e.is_dir(follow_symlinks=False):
            d = os.open(e.name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=fd)
            walk(d, p, out)
            os.close(d)
    return out
names = walk(os.open("bag", os.O_RDONLY), b"bag", {b"bag"})
assert max(len(n) for n in names) > 4096
for file in "x.tar", "y.tar":
    members = tarfile.open(file, encoding="utf-8", errors="strict").getmembers()
    seen = [m.name.encode() for m in members]
    assert len(seen) == len(set(seen)) and set(seen) == names, file
    # No keyword that some reader does not know.
    assert all(set(m.pax_headers) <= {"path", "mtime"} for m in members), file
z = zipfile.ZipFile("x.zip").infolist()
assert {i.filename.rstrip("/").encode() for i in z} == names
for i in z:
    assert i.filename.isascii() or i.flag_bits & 0x800, i.filename
EOF
	rm y.tar
	# By eyes that are not Python's.
	tar -tf x.tar --quoting-style=literal >names
	for name in "$composed" "$decomposed"; do
		grep -qxF "bag/data/$name" names || fail "tar does not see $name"
	done
}

# Times before 1970 and beyond what an old header holds.
case_times() {
	needs bsdtar
	sample bag
	touch -d '1961-01-18 10:11:12.75' bag/data/a.three
	touch -d '2242-03-17 00:00:00.5' bag/data/none
	touch -d '2242-03-17' bag/data/many.txt
	ends 0 pack bag -o x.tar
	mkdir out
	bsdtar -xf x.tar -C out
	[ "$(stat -c %.1Y out/bag/data/none)" = "$(stat -c %.1Y bag/data/none)" ]
	[ "$(stat -c %Y out/bag/data/many.txt)" = 8589974400 ] ||
		skip "this file system does not hold the year 2242"
	# Of such times the fraction is left out; see serialisation.md.
	[ "$(date -d "@$(stat -c %.9Y out/bag/data/a.three)" +%FT%T.%N)" = \
		1961-01-18T10:11:12.000000000 ] ||
		fail "it is $(stat -c %.9Y out/bag/data/a.three)"
	ends 0 pack bag -o x.zip
	rm -r out
	mkdir out
	bsdtar -xf x.zip -C out
	[ "$(stat -c %Y out/bag/data/none)" = 2147483647 ] ||
		fail "in a zip it is $(stat -c %Y out/bag/data/none)"
	[ "$(stat -c %Y out/bag/data/a/one.txt)" = 315532800 ] ||
		fail "in a zip it is $(stat -c %Y out/bag/data/a/one.txt)"
}

case_empty_payload() {
	needs bsdtar
	mkdir -p bag/data
	printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >bag/bagit.txt
	list bag
	for form in tar.gz zip; do
		ends 0 pack bag -o "x.$form"
		mkdir out
		bsdtar -xf "x.$form" -C out
		[ -d out/bag/data ] || fail "$form: there is no data"
		ends 0 verify out/bag
		rm -r out
	done
}

# A bag that is not valid is not passed on, and everything wrong is told.
case_invalid() {
	mkdir out
	refuses() {
		find bag | sort >../before
		for form in tar.zst zip; do
			ends 1 pack bag -o "out/x.$form" --format=json
			empty out
		done
		find bag | sort | diff ../before -
	}
	sample bag
	echo other >bag/data/a/one.txt
	printf 'tow\n' >bag/data/a-two.txt
	echo other >bag/notes/a.txt
	refuses
	said "nothing was made"
	[ "$(grep -c '"payload-changed"' ../out)" = 4 ] || fail "not all is told: $(cat ../out)"
	said '"tag-file-changed"'
	said '"path":"data/a-two.txt"'
	rm -r bag
	sample bag
	rm bag/data/none
	refuses
	said '"payload-missing"'
	rm -r bag
	sample bag
	: >bag/data/new
	refuses
	said '"payload-unlisted"'
	rm -r bag
	mkdir bag
	refuses
	said '"bagit-txt-missing"'
	ends 3 pack nowhere -o out/x.tar
	said nowhere
	empty out
}

case_incomplete() {
	needs bsdtar
	sample bag
	echo 'https://example.org/many 1288895 data/many.txt' >bag/fetch.txt
	list bag
	rm bag/data/many.txt
	mkdir out
	ends 1 pack bag -o out/x.tar
	said "--allow-incomplete"
	said "data/many.txt"
	empty out
	ends 0 pack bag -o out/x.tar --allow-incomplete
	said "the bag is INCOMPLETE"
	bsdtar -xf out/x.tar -C out
	contents bag >must
	contents out/bag | diff must -
	# That is no licence for anything else.
	echo other >bag/data/none
	ends 1 pack bag -o out/y.tar --allow-incomplete
	said "data/none"
	[ ! -e out/y.tar ]
}

# What an archive should not hold: nothing is made, and it is named.
case_strange() {
	mkdir out
	sample bag
	ln -s a/one.txt bag/data/link
	list bag
	ends 1 pack bag -o out/x.tar
	said "'data/link' is a symbolic link"
	empty out
	rm -r bag
	sample bag
	ln -s /etc/passwd bag/notes/link
	ends 1 pack bag -o out/x.tar
	said "'notes/link' is a symbolic link"
	empty out
	rm bag/notes/link
	mkfifo bag/pipe
	ends 1 pack bag -o out/x.zip
	said "'pipe' is a pipe"
	empty out
	rm bag/pipe
	: >"bag/notes/$(printf 'latin\344')"
	ends 1 pack bag -o out/x.tar
	said "not UTF-8"
	empty out
	rm -r bag
	sample bag
	# A file with two names is two files.
	ln bag/data/a.three hard
	ends 0 pack bag -o out/x.tar
	needs bsdtar
	bsdtar -xf out/x.tar -C out
	same out/bag
}

case_unreadable() {
	without=
	if [ "$(id -u)" = 0 ]; then
		without='setpriv --bounding-set=-dac_override,-dac_read_search'
		$without true 2>/dev/null || skip "root cannot give up its power here"
	fi
	mkdir out
	sample bag
	chmod 000 bag/data/a.three
	status=0
	$without "$program" pack bag -o out/x.tar --format=json >../out 2>../err || status=$?
	[ $status = 3 ] || fail "status $status: $(cat ../out ../err)"
	said '"unreadable"'
	said data/a.three
	empty out
	chmod 644 bag/data/a.three
	chmod 000 bag/notes/old
	status=0
	$without "$program" pack bag -o out/x.tar >../out 2>../err || status=$?
	[ $status = 3 ] || fail "status $status: $(cat ../out ../err)"
	said notes/old
	empty out
	chmod 755 bag/notes/old
}

# Never over what is there, never within the bag, however that is spelled.
case_target() {
	sample bag
	ln -s bag alias
	mkdir beside
	find bag | sort >before
	for target in bag/x.tar bag/data/x.zip alias/x.tar "$PWD/bag/notes/x.tar.gz" \
		beside/../bag/x.tar bag/notes/../../bag/x.tar; do
		ends 3 pack bag -o "$target"
		said "lies within"
		ends 3 pack alias -o "$target"
	done
	find bag | sort | diff before -
	echo mine >x.tar
	ends 3 pack bag -o x.tar
	said "'x.tar' is there already"
	[ "$(cat x.tar)" = mine ]
	ln -s nowhere x.zip
	ends 3 pack bag -o x.zip
	[ -L x.zip ] && [ ! -e nowhere ]
	mkdir x.tar.gz
	ends 3 pack bag -o x.tar.gz
	empty x.tar.gz
	ends 3 pack bag -o nowhere/x.tar
	said nowhere
	[ -z "$(find . -name '.*holdfast*')" ] || fail "left: $(find . -name '.*holdfast*')"
	# A folder that only begins like the bag is another.
	mkdir bag-2
	ends 0 pack bag -o bag-2/x.tar
}

# What an interrupted run left goes; what another is just writing does not.
case_leftover() {
	needs flock
	sample bag
	echo half >.x.tar.holdfast-partial
	ends 0 pack bag -o x.tar
	said "removed what an interrupted run had left"
	[ ! -e .x.tar.holdfast-partial ]
	ends 0 pack bag -o y.tar
	cmp x.tar y.tar
	rm x.tar
	echo half >.x.tar.holdfast-partial
	(
		flock 9
		ends 3 pack bag -o x.tar
	) 9<.x.tar.holdfast-partial || exit 1
	said "another holdfast is just making 'x.tar'"
	[ "$(cat .x.tar.holdfast-partial)" = half ]
	[ ! -e x.tar ]
	rm .x.tar.holdfast-partial
	mkfifo .x.tar.holdfast-partial
	ends 3 pack bag -o x.tar
	said ".x.tar.holdfast-partial"
	[ ! -e x.tar ]
}

# No room: nothing is left, and it is said why.
case_no_room() {
	needs prlimit
	sample bag
	mkdir out
	for form in tar tar.gz tar.bz2 tar.xz tar.zst zip; do
		for size in 0 1000 20000; do
			status=0
			prlimit --fsize=$size "$program" pack bag -o "out/x.$form" \
				2>&1 >/dev/null | cat >../err || :
			[ ! -e "out/x.$form" ] || fail "$form: it is there"
			empty out
			grep -q "cannot write 'out/x.$form': File too large" ../err ||
				fail "$form, $size: it says: $(cat ../err)"
		done
	done
}

case_words() {
	sample bag
	ends 0 pack bag -o x.tar --quiet
	[ ! -s ../out ] || fail "it is not quiet"
	ends 0 pack bag -o x.zip --format=json
	octets=$(find bag -type f -exec cat {} + | wc -c)
	[ "$(tail -n 1 ../out)" = "{\"type\":\"packed\",\"bag\":\"bag\",\"archive\":\"x.zip\",\"form\":\"zip\",\"verdict\":\"VALID\",\"files\":14,\"octets\":$octets,\"archive_octets\":$(wc -c <x.zip),\"recovered\":false}" ] ||
		fail "it says $(cat ../out)"
	for wrong in 'bag' 'bag -o' 'bag -o x' 'bag -o x.rar' 'bag -o .tar' 'bag -o new/' \
		'-o y.tar' 'bag bag -o y.tar' 'bag -o y.tar --compress' \
		'bag -o y.tar -j 0' 'bag -o y.tar --strange'; do
		# shellcheck disable=SC2086 # words
		ends 2 pack $wrong
	done
	[ ! -e y.tar ]
}

# Beyond the eleven octal digits of a tar header, and the 32 bits of a zip.
case_large() {
	[ -n "${HOLDFAST_LARGE-}" ] || skip "files of 8 GiB are left out without HOLDFAST_LARGE=1"
	needs zstd unzip
	mkdir -p bag/data
	truncate -s 8589934593 bag/data/hole
	printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >bag/bagit.txt
	(cd bag && sha1sum data/hole >manifest-sha1.txt)
	ends 0 pack bag -o x.tar.zst
	zstd -qdc x.tar.zst | tar -xO bag/data/hole | sha1sum | cut -d ' ' -f 1 >seen
	cut -d ' ' -f 1 bag/manifest-sha1.txt | cmp - seen
	ends 0 pack bag -o x.zip --compress
	unzip -p x.zip bag/data/hole | sha1sum | cut -d ' ' -f 1 >seen
	cut -d ' ' -f 1 bag/manifest-sha1.txt | cmp - seen
}

# --- Run them. ---

# shellcheck disable=SC2046 # words
[ $# -gt 0 ] || set -- $(sed -n 's/^case_\([a-z_]*\)() {$/\1/p' "$here/run.sh")
passed=0 failed=0 skipped=0
for name; do
	mkdir -p "$work/$name/case"
	(
		cd "$work/$name/case" || exit 1
		set -e
		"case_$name"
	) >"$work/$name/said" 2>&1
	case $? in
	0) passed=$((passed + 1)) ;;
	77) skipped=$((skipped + 1))
	    echo "SKIPPED $name: $(tail -n 1 "$work/$name/said")" ;;
	*) failed=$((failed + 1))
	   echo "FAIL $name"
	   sed 's/^/    /' "$work/$name/said" ;;
	esac
	chmod -R u+rwX "$work/$name"
	rm -rf "${work:?}/$name"
done
echo "pack: $passed passed, $failed failed$(
	[ $skipped = 0 ] || echo ", $skipped skipped")"
[ $failed = 0 ] && [ $passed -gt 0 ]
