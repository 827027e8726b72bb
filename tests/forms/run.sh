#!/bin/sh
# A bag is judged alike in whatever form it comes: each bag of the corpus, and
# of the conformance suite where that is there, is verified as a folder and in
# five archives, and what is told must be the same, line for line.  So must the
# root of the bag be, and it must be what coreutils make of the folder.
#
# Bags that are good, and those that are named here, are tried in all five; of the
# others each in one, which take turns, so that each archive holds a fifth of them:
# all of it takes three times as long (HOLDFAST_FORMS_ALL=1).
#
#   tests/forms/run.sh BUILDDIR [CASE]...
#
# The archives are made by tools that are not ours, with their members in
# several orders: the manifests before the payload, behind it, and anyhow.
# shellcheck disable=SC2034,SC2154 # what tests/shares.sh sets and uses
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
program=$(CDPATH='' cd -- "${1:?usage: run.sh BUILDDIR [CASE]...}" && pwd -P)/holdfast
rooter=${program%/*}/bag-root
corpus=$here/../corpus
suite=${HOLDFAST_TEST_DATA:-$here/../../../shared/data}/bagit-conformance-suite.tar
shift
export LC_ALL=C TZ=UTC
umask 022

. "$here/../shares.sh"
make_top forms

# What the archive cannot say: who may read a file, and what other names it has,
# and sockets; in a zip also pipes, and a backslash in a name; and paths that are
# too long for tar and bsdtar.
differs() { # FORM
	grep -qE '"finding":"(unreadable|hard-link)"' "$own/folder" && return 0
	case $name in
	*path-longer-than-path-max* | *-socket) return 0 ;;
	esac
	[ "$1" = zip ] || return 1
	grep -q '"finding":"special-file"' "$own/folder" ||
		[ -n "$(find bag -name '*\\*' -print -quit)" ]
}

# Each prints the archive of the folder bag.
payload_last() {
	find bag -path bag/data -prune -o -print0 | sort -z >"$own/list"
	find bag/data -print0 2>/dev/null | sort -z >>"$own/list"
	tar --null --no-recursion -T "$own/list" --format=pax -cf - 2>/dev/null
}
payload_first() {
	find bag/data -print0 2>/dev/null | sort -z >"$own/list"
	find bag -path bag/data -prune -o -print0 | sort -z >>"$own/list"
	tar --null --no-recursion -T "$own/list" --format=gnu -cf - 2>/dev/null
}
anyhow() {
	tar -cf - bag 2>/dev/null
}
zipped() {
	bsdtar -c --format=zip --options='zip:compression=deflate' -f - bag \
		2>/dev/null
}

told() { # ARCHIVE|FOLDER
	"$program" verify --format=json "$1" <"${2-/dev/null}" 2>&1 |
		sed 's/"bag":"[^"]*"//'
}

# The same of several archives in one call, each into $own/told.ARCHIVE; what is
# said of none is left in $own/other.
told_each() { # ARCHIVE...
	for archive; do
		: >"$own/told.$archive"
	done
	"$program" verify --format=json "$@" </dev/null 2>&1 |
		awk -v own="$own" '
		/^{"type":"summary"/ { next }
		match($0, /"bag":"[^"]*"/) {
			name = substr($0, RSTART + 7, RLENGTH - 8)
			print substr($0, 1, RSTART - 1) \
				substr($0, RSTART + RLENGTH) >(own "/told." name)
			next
		}
		{ print }' >"$own/other"
}

# The root as anybody can compute it; empty where a file cannot be read.
root_by_coreutils() (
	cd bag && find . -path ./data -prune -o -type f -printf '%P\0' >"$own/names" &&
		LC_ALL=C sort -z "$own/names" | xargs -0 -r sha256sum -- >"$own/list" ||
		exit
	sha256sum <"$own/list" | cut -d ' ' -f 1
) 2>/dev/null

# In every form of those that are tried in all, and of the others as a folder and in
# a pipe, where it is computed differently.
compare_root() { # FORM ARCHIVE [INPUT]
	[ -n "$root" ] || return
	case $1,$all,$name in
	folder,* | pipe,* | *,1,* | *,good-*) ;;
	*) return ;;
	esac
	"$rooter" "$2" <"${3-/dev/null}" >"$own/root" 2>&1
	if [ "$(cat "$own/root")" = "$root" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $name: the root of the $1 is $(cut -c 1-200 "$own/root"), not $root"
	fi
}

compare() { # FORM ARCHIVE [INPUT]
	differs "$1" && return
	compare_root "$@"
	if [ -n "${3-}" ]; then
		told "$2" "$3" >"$own/told.$2"
	fi
	if cmp -s "$own/folder" "$own/told.$2"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $name: the $1 is judged otherwise than the folder"
		diff "$own/folder" "$own/told.$2" | cut -c 1-300 | sed 's/^/    /'
	fi
}

# In which archives this bag is tried.
choose_forms() {
	case $all,$name,$((number % 5)) in
	1,* | *,good-*) echo 'tar tar.gz tar.zst zip pipe' ;;
	*,0) echo tar ;;
	*,1) echo tar.gz ;;
	*,2) echo tar.zst ;;
	*,3) echo zip ;;
	*,4) echo pipe ;;
	esac
}

make_form() {
	case $1 in
	tar) anyhow >bag.tar ;;
	tar.gz) payload_last | gzip -1 >bag.tar.gz ;;
	tar.zst) payload_first | bsdtar -c --zstd -f bag.tar.zst @- 2>/dev/null ;;
	zip) zipped >bag.zip ;;
	pipe) payload_first >bag.last ;;
	esac
}

try_bag() {
	told bag >"$own/folder"
	root=$(root_by_coreutils)
	compare_root folder bag
	forms=$(choose_forms)
	archives=
	for form in $forms; do
		make_form "$form"
		[ "$form" = pipe ] || archives="$archives bag.$form"
	done
	: >"$own/other"
	# shellcheck disable=SC2086 # words
	[ -z "$archives" ] || told_each $archives
	if [ -s "$own/other" ]; then
		failed=$((failed + 1))
		echo "FAIL $name: $(cat "$own/other")"
	fi
	for form in $forms; do
		if [ "$form" = pipe ]; then
			compare pipe - bag.last
		else
			compare "$form" "bag.$form"
		fi
	done
}

# Make the bag of a corpus case in the folder it is run in.
make_case() {
	(
		set -eu
		here=$corpus
		. "$corpus/lib.sh"
		# shellcheck disable=SC1090
		. "$1"
	) >"$own/made" 2>&1
}

run_case() {
	name=${case##*/} name=${name%.sh}
	if [ -d "$case" ]; then
		cp -a "$case" bag
	elif ! make_case "$corpus/$name.sh"; then
		return 77
	fi
	try_bag
	return 78
}

all=1
if [ $# = 0 ]; then
	all=${HOLDFAST_FORMS_ALL:-0}
	set -- "$corpus"/*-*.sh
	if [ -f "$suite" ]; then
		mkdir "$top/suite" && tar -xf "$suite" -C "$top/suite" || exit 1
		set -- "$@" "$top"/suite/bagit-conformance-suite/v*/*/*/
	else
		echo "skipped: there is no $suite (see HOLDFAST_TEST_DATA)"
	fi
fi
run_shares "$@"
tell_counts forms
