#!/bin/sh
# Archives from strangers: each case makes one that is wrong in one way, and
# says what must be found.
#
#   tests/archive/run.sh BUILDDIR [CASE]...
#
# A case is a function: it makes an archive with the name that it prints, in a
# folder of its own, of the bag in the folder bag.  "#: VERDICT FINDING..."
# above it says what verify must come to; "#: error TEXT" that it must end with
# status 3 and this text.  Whatever comes in, nothing may be written, nothing
# opened but the archive, and unpack must leave nothing behind unless the bag
# is VALID, and then just the bag.
# shellcheck disable=SC2034,SC2154 # what tests/shares.sh sets and uses
# shellcheck disable=SC2317,SC2329 # called by name
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
program=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P)/holdfast
script=$here/$(basename -- "$0")
shift
export LC_ALL=C TZ=UTC
umask 022

. "$here/../shares.sh"
. "$here/../told.sh"
make_top archive

# --- Words for cases. ---

# The same order wherever the folder lies.
tar() {
	command tar --sort=name "$@"
}

# The bag that all are made of.
make_bag() {
	mkdir -p bag/data
	printf 'one\n' >bag/data/a.txt
	printf 'two, and longer\n' >bag/data/b.txt
	printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' \
		>bag/bagit.txt
	list
}

# Its manifest, of what is there.
list() {
	(cd bag && find data -type f -exec sha256sum {} + | sort -k 2 \
		>manifest-sha256.txt)
}

zip_of() { # FILE...
	bsdtar -c --format=zip --options='zip:compression=store' -f bag.zip "$@"
	echo bag.zip
}

# Put bytes over those at an offset.
patch_at() { # FILE OFFSET BYTES
	printf '%b' "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# Where the bytes are found for the N-th time.
offset_of() { # FILE BYTES N
	grep -abo -F -e "$2" "$1" | sed -n "$3s/:.*//p"
}

# Four octets of a number, the lowest first.
le32() {
	printf '\\%03o\\%03o\\%03o\\%03o' $(($1 & 255)) $(($1 >> 8 & 255)) \
		$(($1 >> 16 & 255)) $(($1 >> 24 & 255))
}

# A header of tar: NAME SIZE-FIELD TYPE LINK
tar_header() {
	{
		printf '%s' "$1" | head -c 100
		head -c $((100 - ${#1})) /dev/zero
		printf '0000644\0000000000\0000000000\000'
		printf '%b' "$2"
		printf '00000000000\000        %s' "$3"
		printf '%s' "${4-}"
		head -c $((100 - $(printf '%s' "${4-}" | wc -c))) /dev/zero
		printf 'ustar\00000'
		head -c 247 /dev/zero
	} >header
	sum=$(od -An -v -tu1 header | tr -s ' ' '\n' |
		awk '{ sum += $1 } END { printf "%06o", sum }')
	printf '%s\0 ' "$sum" | dd of=header bs=1 seek=148 conv=notrunc status=none
	cat header
}

# --- Good ones: the tests can tell right from wrong. ---

#: VALID
good_tar() {
	tar -cf bag.tar bag
	echo bag.tar
}
#: VALID
good_old_tar() {
	tar --format=v7 -cf bag.tar bag
	echo bag.tar
}
#: VALID
good_dot_slash() {
	tar -cf bag.tar ./bag
	echo bag.tar
}
#: VALID
good_bzip2() {
	tar -cf - bag | bzip2 >bag.tar.bz2
	echo bag.tar.bz2
}
#: VALID
good_xz() {
	tar -cf - bag | xz >bag.tar.xz
	echo bag.tar.xz
}
#: VALID
good_zip() {
	zip_of bag
}
#: VALID
good_sparse() {
	truncate -s 3M bag/data/a.txt
	printf end >>bag/data/a.txt
	list
	tar -S -cf bag.tar bag
	echo bag.tar
}
#: VALID
good_hard_link_inside() {
	ln bag/data/b.txt bag/data/c.txt
	list
	tar -cf bag.tar bag
	echo bag.tar
}
#: VALID
good_bag_called_data() {
	mv bag data
	tar -cf data.tar data
	echo data.tar
}
#: VALID
good_long_name() {
	long=$(printf 'n%.0s' $(seq 200))
	mkdir -p "bag/data/$long/$long"
	printf 'deep\n' >"bag/data/$long/$long/$long"
	list
	tar --format=pax -cf bag.tar bag
	echo bag.tar
}
#: VALID
good_name_of_no_text() {
	printf 'x\n' >"bag/data/$(printf 'e\314\201 caf\303\251')"
	list
	tar --format=pax -cf bag.tar bag
	echo bag.tar
}

#: VALID
good_rare_digest() {
	(cd bag && openssl dgst -r -sha3-256 data/a.txt data/b.txt |
		sed 's/ \*/  /' >manifest-sha3256.txt && rm manifest-sha256.txt)
	tar -cf - bag/data bag/bagit.txt bag/manifest-sha3256.txt |
		gzip >bag.tar.gz
	echo bag.tar.gz
}

# --- What is at the top. ---

#: INVALID archive-no-folder
no_folder() {
	(cd bag && tar -cf ../bag.tar ./*)
	echo bag.tar
}
#: INVALID archive-no-folder
no_folder_payload_first() {
	(cd bag && tar -cf ../bag.tar data bagit.txt manifest-sha256.txt)
	echo bag.tar
}
#: INVALID archive-several-folders
several_folders() {
	mkdir other && echo x >other/x
	tar -cf bag.tar bag other
	echo bag.tar
}
#: VALID archive-name-differs
name_differs() {
	tar -cf fonds.tar bag
	echo fonds.tar
}
#: INVALID archive-no-folder bagit-txt-missing payload-directory-missing payload-manifest-missing
empty_tar() {
	head -c 10240 /dev/zero | gzip >bag.tar.gz
	echo bag.tar.gz
}

#: INVALID archive-damaged archive-not-seen
empty_filter() {
	zstd -q </dev/null >bag.tar.zst
	echo bag.tar.zst
}

# --- Names. ---

#: INVALID archive-path-unsafe payload-missing
path_leads_out() {
	tar -P --transform='s,^bag/data/b.txt,bag/../../b.txt,' -cf bag.tar bag
	echo bag.tar
}
#: INVALID archive-path-unsafe payload-missing
path_absolute() {
	tar -P --transform="s,^bag/data/b.txt,$PWD/b.txt," -cf bag.tar bag
	echo bag.tar
}
#: INVALID archive-path-unsafe payload-missing
path_of_pax() {
	tar -P --format=pax --transform='s,^bag/data/b.txt,bag/data/../../../b.txt,' \
		--pax-option='exthdr.name=bag/data/b.txt' -cf bag.tar bag
	echo bag.tar
}
#: INVALID archive-path-unsafe payload-missing
zip_backslash() {
	zip_of bag >zip
	sed 's,bag/data/b.txt,bag\\data\\b.txt,g' bag.zip >x && mv x bag.zip
	cat zip
}
#: INVALID archive-path-unsafe payload-missing
zip_leads_out() {
	zip_of bag >zip
	sed 's,bag/data/b.txt,../../../b.txt,g' bag.zip >x && mv x bag.zip
	cat zip
}

# --- Members that are there twice, or lead elsewhere. ---

#: INVALID archive-member-twice
member_twice() {
	tar -cf bag.tar bag
	printf 'other\n' >bag/data/a.txt
	tar -rf bag.tar bag/data/a.txt
	echo bag.tar
}
#: INVALID archive-member-twice payload-unlisted
file_then_file_beneath_it() {
	tar -cf bag.tar bag
	mv bag/data/a.txt a && mkdir bag/data/a.txt && echo x >bag/data/a.txt/x
	tar -rf bag.tar bag/data/a.txt/x
	rm -r bag/data/a.txt && mv a bag/data/a.txt
	echo bag.tar
}
#: INVALID archive-member-twice payload-unlisted symlink-leaves-bag
link_then_file_behind_it() {
	mkdir there
	ln -s "$PWD/there" bag/data/l
	tar -cf bag.tar bag
	rm bag/data/l && mkdir bag/data/l && echo x >bag/data/l/x
	tar -rf bag.tar bag/data/l/x
	echo bag.tar
}
#: INVALID archive-damaged archive-path-unsafe payload-missing
hard_link_to_nothing() {
	{ tar -cf - bag/bagit.txt bag/manifest-sha256.txt bag/data/a.txt |
		head -c 3072
	  tar_header bag/data/b.txt '00000000000\000' 1 /etc/passwd
	  head -c 1024 /dev/zero; } >bag.tar
	echo bag.tar
}
#: INVALID special-file
fifo_in_payload() {
	mkfifo bag/data/p
	tar -cf bag.tar bag
	echo bag.tar
}
#: VALID symlink-inside
link_inside() {
	ln -s b.txt bag/data/c.txt
	(cd bag && sha256sum data/a.txt data/b.txt data/c.txt \
		>manifest-sha256.txt)
	tar -cf bag.tar bag
	echo bag.tar
}

# --- Damage. ---

#: INVALID archive-damaged
cut_in_member() {
	head -c 100000 /dev/urandom >bag/data/b.txt
	list
	tar -cf - bag | head -c 60000 >bag.tar
	echo bag.tar
}
#: INVALID archive-damaged
cut_in_filter() {
	head -c 100000 /dev/urandom >bag/data/b.txt
	list
	tar -czf - bag | head -c 60000 >bag.tar.gz
	echo bag.tar.gz
}
#: INVALID archive-damaged
negative_size() {
	{ tar -cf - bag | head -c 2048
	  tar_header bag/data/n '\377\377\377\377\377\377\377\377\377\377\377\000' 0
	  head -c 1024 /dev/zero; } >bag.tar
	echo bag.tar
}
#: INVALID archive-damaged archive-not-seen
zip_without_directory() {
	zip_of bag >zip
	head -c 300 bag.zip >x && mv x bag.zip
	cat zip
}
#: INVALID payload-changed
changed_in_tar() {
	tar -cf - bag | sed 's/two, and longer/two, and tonger/' >bag.tar
	echo bag.tar
}
#: INVALID payload-changed
changed_in_stream() {
	tar -cf - bag | sed 's/two, and longer/two, and tonger/' |
		gzip >bag.tar.gz
	echo bag.tar.gz
}
#: INVALID archive-damaged
changed_in_deflated() {
	seq 20000 >bag/data/b.txt
	list
	bsdtar -c --format=zip --options='zip:compression=deflate' -f bag.zip bag
	patch_at bag.zip $(($(offset_of bag.zip bag/data/b.txt 1) + 3000)) \
		'\0377\0377\0377\0377\0377\0377\0377\0377'
	echo bag.zip
}
#: VALID archive-trailing-data
trailing_data() {
	tar -cf bag.tar bag
	echo behind >>bag.tar
	echo bag.tar
}
#: VALID archive-trailing-data
trailing_byte() {
	# The tar ends with its two blocks of zeros, and this stands right there.
	tar -b 1 -cf bag.tar bag
	printf x >>bag.tar
	echo bag.tar
}
#: VALID archive-trailing-data
trailing_data_of_zip() {
	zip_of bag >zip
	echo behind >>bag.zip
	cat zip
}

#: INVALID archive-damaged
cut_between_members() {
	tar -cf - bag | head -c 5120 >bag.tar
	echo bag.tar
}
#: INVALID archive-damaged
sum_of_gzip() {
	tar -cf - bag | gzip >bag.tar.gz
	size=$(wc -c <bag.tar.gz)
	patch_at bag.tar.gz $((size - 8)) '\0001\0002\0003\0004'
	echo bag.tar.gz
}
#: VALID archive-trailing-data
trailing_data_of_gzip() {
	tar -czf bag.tar.gz bag
	echo behind >>bag.tar.gz
	echo bag.tar.gz
}
#: VALID
good_gzip_in_parts() {
	tar -cf - bag >whole
	head -c 3000 whole | gzip >first
	tail -c +3001 whole | gzip >second
	cat first second >bag.tar.gz
	echo bag.tar.gz
}
#: VALID archive-trailing-data
two_tars() {
	mkdir other && mv bag other && tar -cf two.tar -C other bag
	mv other/bag .
	printf 'evil\n' >bag/data/a.txt
	tar -cf - bag >>two.tar
	mv two.tar bag.tar
	printf 'one\n' >bag/data/a.txt
	echo bag.tar
}
#: INVALID archive-damaged
hard_link_with_bytes() {
	{ tar -cf - bag | head -c 5120
	  tar_header bag/extra.txt '00000000005\000' 1 bag/data/b.txt
	  printf 'evil\n'; head -c 2043 /dev/zero; } >bag.tar
	rm bag/data/b.txt && echo gone >bag/data/b.txt
	echo bag.tar
}
#: VALID
good_chain_of_hard_links() {
	for i in $(seq 10 60); do
		ln bag/data/b.txt "bag/data/c$i"
	done
	list
	tar -cf bag.tar bag
	echo bag.tar
}
#: VALID
good_bag_called_like_bzip2() {
	mv bag BZh9
	tar --format=gnu -cf BZh9.tar BZh9
	mv BZh9 bag
	echo BZh9.tar
}
#: INVALID archive-path-unsafe
path_without_end() {
	{ tar -cf - bag | head -c 5120
	  deep=bag/data/$(printf 'd/%.0s' $(seq 6000))x
	  tar_header ././@LongLink "$(printf '%011o' $((${#deep} + 1)))\\000" L
	  printf '%s' "$deep"
	  head -c $((512 - ${#deep} % 512)) /dev/zero
	  tar_header bag/data/d '00000000000\000' 0
	  head -c 1024 /dev/zero; } >bag.tar
	echo bag.tar
}

# --- Zips that say two things. ---

#: INVALID archive-headers-differ archive-not-seen
zip_two_directories() {
	zip_of bag >zip
	at=$(offset_of bag.zip "$(printf 'PK\005\006')" 1)
	directory=$(offset_of bag.zip "$(printf 'PK\001\002')" 1)
	# The end says where the first is; a second stands before the end.
	{ head -c "$at" bag.zip
	  head -c "$at" bag.zip | tail -c +$((directory + 1)) |
		sed 's,data/a.txt,data/x.txt,'
	  tail -c +$((at + 1)) bag.zip; } >x
	mv x bag.zip
	cat zip
}
#: INVALID archive-damaged
zip_sum_of_tag_file() {
	printf 'Bagging-Date: 2026-01-02\n' >bag/bag-info.txt
	zip_of bag >zip
	sed 's/Bagging-Date: 2026/Bagging-Date: 2006/' bag.zip >x && mv x bag.zip
	printf 'Bagging-Date: 2006-01-02\n' >bag/bag-info.txt
	cat zip
}
#: VALID archive-trailing-data
zip_between_members() {
	zip_of bag >zip
	at=$(offset_of bag.zip "$(printf 'PK\001\002')" 1)
	end=$(offset_of bag.zip "$(printf 'PK\005\006')" 1)
	head -c 100 /dev/zero | tr '\0' x >between
	head -c "$at" bag.zip >x
	cat between >>x
	tail -c +$((at + 1)) bag.zip >>x
	patch_at x $((end + 100 + 16)) "$(le32 $((at + 100)))"
	mv x bag.zip
	cat zip
}

#: INVALID archive-headers-differ archive-not-seen
zip_two_names() {
	zip_of bag >zip
	patch_at bag.zip "$(offset_of bag.zip bag/data/a.txt 1)" bag/data/x.txt
	cat zip
}
#: INVALID archive-headers-differ archive-not-seen
zip_two_sizes() {
	# Its sizes stand before it, where a tool that can seek packed it.
	zip_of bag/bagit.txt bag/manifest-sha256.txt bag/data/a.txt bag/data/b.txt >zip
	at=$(($(offset_of bag.zip bag/data/a.txt 1) - 30))
	patch_at bag.zip $((at + 6)) '\0000\0000'
	patch_at bag.zip $((at + 14)) '\0001\0000\0000\0000\0011\0000\0000\0000\0011\0000\0000\0000'
	cat zip
}
#: UNDETERMINED archive-member-unsupported archive-not-seen
zip_encrypted() {
	zip_of bag >zip
	at=$(offset_of bag.zip bag/data/a.txt 1)
	patch_at bag.zip $((at - 24)) '\0011'
	at=$(offset_of bag.zip bag/data/a.txt 2)
	patch_at bag.zip $((at - 38)) '\0011'
	cat zip
}
#: UNDETERMINED archive-member-unsupported archive-not-seen
zip_unknown_method() {
	zip_of bag >zip
	at=$(offset_of bag.zip bag/data/a.txt 1)
	patch_at bag.zip $((at - 22)) '\0016'
	at=$(offset_of bag.zip bag/data/a.txt 2)
	patch_at bag.zip $((at - 36)) '\0016'
	cat zip
}
#: INVALID archive-not-seen archive-overlap archive-trailing-data
zip_overlap() {
	# a.txt holds the header and the bytes of b.txt, to which the
	# directory leads.
	zip_of bag/data/b.txt >zip
	directory=$(offset_of bag.zip "$(printf 'PK\001\002')" 1)
	head -c "$directory" bag.zip >inner
	cp bag/data/b.txt b
	cp inner bag/data/a.txt
	list
	zip_of bag/bagit.txt bag/manifest-sha256.txt bag/data/a.txt bag/data/b.txt >zip
	# Where the bytes of a.txt begin, and the entry of b.txt.
	inside=$(offset_of bag.zip "$(printf 'PK\003\004')" 4)
	entry=$(offset_of bag.zip bag/data/b.txt 3)
	patch_at bag.zip $((entry - 4)) "$(le32 "$inside")"
	cat zip
}

# --- What costs too much, and what is not opened. ---

#: UNDETERMINED archive-exceeds-limits
bomb() {
	{ tar -cf - bag | head -c 5120
	  tar_header bag/data/z '20000000000\000' 0
	} | zstd -q -1 >bag.tar.zst
	# Two gibibytes of nothing: what is compressed once may stand again.
	head -c 134250496 /dev/zero | zstd -q -1 >zeros
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
		cat zeros
	done >>bag.tar.zst
	echo bag.tar.zst
}
#: INVALID archive-damaged archive-not-seen
filter_in_filter() {
	tar -czf - bag | gzip >bag.tar.gz
	echo bag.tar.gz
}
#: INVALID archive-damaged archive-not-seen
not_a_tar_in_filter() {
	find bag | bsdtar -c --format=newc -T - -f - | gzip >bag.tar.gz
	echo bag.tar.gz
}
#: error is no bag
not_opened_cpio() {
	find bag | bsdtar -c --format=newc -T - -f bag.cpio
	echo bag.cpio
}
#: error is no bag
not_opened_7zip() {
	bsdtar -c --format=7zip -f bag.7z bag
	echo bag.7z
}
#: error is no bag
not_opened_iso() {
	bsdtar -c --format=iso9660 -f bag.iso bag
	echo bag.iso
}
#: error is no bag
not_opened_xar() {
	bsdtar -c --format=xar -f bag.xar bag
	echo bag.xar
}
#: error is no bag
empty_file() {
	: >bag.tar
	echo bag.tar
}
#: error is no bag
text_file() {
	echo 'this is no archive' >bag.tar
	echo bag.tar
}

# --- Running them. ---

complain() {
	[ "$ok" = 0 ] || echo "FAIL $case"
	ok=0
	echo "    $*"
}

listing() {
	find . -printf '%p %y %m %s %T@\n' | sort
}

# Without what each has: none has a tag manifest.
summary() { # JSON
	outcome_in "$1" | sed 's/ tag-manifest-missing//'
}

verify_it() { # ARCHIVE INPUT file|pipe
	if [ "$3" = pipe ]; then
		mkfifo "$own/fifo"
		cat "$2" >"$own/fifo" 2>/dev/null &
		"$program" verify --format=json "$1" <"$own/fifo" \
			>"$own/json" 2>"$own/err"
		status=$?
		rm "$own/fifo"
	else
		"$program" verify --format=json "$1" <"$2" >"$own/json" \
			2>"$own/err"
		status=$?
	fi
	case $wanted in
	error*)
		[ $status = 3 ] || complain "verify $1: status $status, must be 3"
		grep -qF -e "${wanted#error }" "$own/err" ||
			complain "verify $1 does not say: ${wanted#error }" ;;
	*)
		expected=$wanted
		# What comes on standard input has no name.
		[ "$1" != - ] || expected=$(echo "$wanted" |
			sed 's/ archive-name-differs//')
		# Nobody looks at it a second time.
		case $1:$3:$case in
		-:pipe:good_rare_digest) expected='UNDETERMINED archive-not-seen' ;;
		esac
		got=$(summary "$own/json")
		[ "$got" = "$expected" ] || complain "verify $1: must be $expected
            but is $got $(cat "$own/err")"
		[ "$status" = "$(status_of "${expected%% *}")" ] ||
			complain "verify $1: status $status" ;;
	esac
}

# Only what is VALID is unpacked, whole, and as it was.
unpack_it() { # ARCHIVE
	"$program" unpack "$1" -o out >"$own/unpacked" 2>&1
	status=$?
	case $wanted in
	VALID*symlink*) ;;
	VALID*)
		[ $status = 0 ] || complain "unpack: $(cat "$own/unpacked")"
		diff -r --no-dereference out "$own/bag" >"$own/diff" 2>&1 ||
			complain "unpack: $(cat "$own/diff")"
		rm -rf out
		return ;;
	esac
	# One that is refused is told as verify tells it: no failure of ours.
	expected=$(status_of "${wanted%% *}")
	[ "$expected" != 0 ] || expected=1
	[ $status = "$expected" ] ||
		complain "unpack $1: status $status $(cat "$own/unpacked")"
	case $wanted in
	*symlink*) grep -q '\[archive-member-refused\]' "$own/unpacked" ||
		complain "unpack $1: $(cat "$own/unpacked")" ;;
	esac
	[ -e out ] && complain "unpack $1 left something"
}

run_case() {
	wanted=$(sed -n "/^#: /h; /^$case() {/{x;s/^#: //p;}" "$script")
	ok=1
	export TMPDIR="$own"
	rm -rf "$own/bag"
	make_bag
	archive=$("$case" 2>"$own/err")
	if [ ! -e "$archive" ]; then
		complain "its archive could not be made: $(cat "$own/err")"
		return 1
	fi
	[ -d bag ] || mv data bag
	mv bag "$own/bag"
	mv "$archive" ../keep && rm -rf ./* && mv ../keep "$archive"
	listing >"$own/before"
	verify_it "$archive" /dev/null file
	case $wanted in
	error*) ;;
	*) verify_it - "$archive" file
	   verify_it - "$archive" pipe ;;
	esac
	unpack_it "$archive"
	# The same in one pass: what a tar is, it is through a filter too.
	case $wanted:$archive in
	error*) ;;
	*.tar) gzip -1 <"$archive" >"$archive.gz"
	       verify_it "$archive.gz" /dev/null file
	       unpack_it "$archive.gz"
	       rm "$archive.gz" ;;
	esac
	listing | sed 's/^\(\. .*\) [^ ]*$/\1/' >"$own/after"
	sed 's/^\(\. .*\) [^ ]*$/\1/' "$own/before" | cmp -s - "$own/after" ||
		complain "something was written: $(diff "$own/before" "$own/after")"
	[ $ok = 1 ]
}

if [ $# = 0 ]; then
	# shellcheck disable=SC2046 # words
	set -- $(sed -n '/^#: /{n;s/^\([a-z0-9_]*\)() {/\1/p;}' "$script")
fi
run_shares "$@"
tell_counts archive
