#!/bin/sh
# Hold the table of base/io.h: no other object refers to a call of the system
# that touches files, or a test could not make it fail.  Only cli/ and report/
# open streams of stdio, and only cli/ prints or ends the process.
set -u
. tests/lint/lib.sh

build=$1
calls="open openat openat2 creat close read pread readv preadv preadv2 preadv64v2
	write pwrite writev pwritev pwritev2 pwritev64v2 copy_file_range sendfile
	splice rename renameat renameat2 unlink unlinkat rmdir remove mkdir
	mkdirat mkdtemp mkstemp mkostemp link linkat symlink symlinkat readlink
	readlinkat fsync fdatasync sync syncfs sync_file_range ftruncate
	truncate fallocate posix_fallocate posix_fadvise stat lstat fstat fstatat
	statx statvfs fstatvfs access faccessat euidaccess chmod fchmod fchmodat
	chown fchown lchown fchownat utime utimes futimes utimensat futimens
	lutimes opendir fdopendir readdir readdir_r scandir nftw ftw glob
	getdents mknod mkfifo mknodat mkfifoat flock lockf fcntl ioctl dup dup2
	dup3 lseek chdir fchdir chroot mmap syscall setxattr getxattr listxattr
	fgetxattr fsetxattr flistxattr"
# cli/ may also ask what a path stands for.
openers="realpath canonicalize_file_name fopen fdopen freopen fopencookie tmpfile tmpnam tempnam popen"
tellers="stdin stdout stderr printf puts putchar perror vprintf scanf getchar gets
	exit _exit quick_exit error err errx warn warnx"
# Memory of no file is shared with children, or kept from them; a child that the
# library starts ends by itself.
allowed="register/examine:_exit register/custody:mmap register/examine:mmap
	cli/cmd_audit:mmap"

# The objects whose source is there: a tree that was not cleaned has others.
objects() {
	for object in "$build"/src/*/*.o; do
		source=src/${object#"$build"/src/}
		[ ! -f "${source%.o}.c" ] || printf '%s\n' "$object"
	done
}

# Undefined symbols without the ways in which headers dress them up:
# __openat64_2 and __read_chk are openat and read.
undefined() {
	tr '\n' '\0' | xargs -0 nm -A -u | awk -v build="$build/src/" '{
		object = substr($1, length(build) + 1)
		sub(/\.o:.*/, "", object)
		name = $NF
		sub(/^__/, "", name); sub(/_chk$/, "", name); sub(/_2$/, "", name)
		sub(/64$/, "", name); sub(/^isoc[0-9]*_/, "", name)
		print object, name
	}' | sort -u
}

list=$(mktemp) || exit 2
trap 'rm -f "$list"' EXIT
objects >"$list"
[ -s "$list" ] || complain "there is no object file in $build/src"
found=$(undefined <"$list" | awk -v calls="$calls" -v openers="$openers" \
	-v tellers="$tellers" -v allowed="$allowed" '
	function put(set, words,    n, i, list) {
		n = split(words, list)
		for (i = 1; i <= n; i++)
			set[list[i]] = 1
	}
	function refuse(why) {
		print "src/" $1 ".o: refers to " $2 ": " why
	}
	BEGIN {
		put(is_call, calls); put(is_opener, openers)
		put(is_teller, tellers); put(may, allowed)
	}
	($1 ":" $2) in may { next }
	# The width of a terminal is nothing of the file system.
	$1 ~ /^cli\// && $2 == "ioctl" { next }
	$2 in is_call && $1 != "base/io" && $1 != "base/streams" {
		refuse("go through the table in base/io.h")
	}
	$2 in is_opener && $1 !~ /^(cli|report)\// {
		refuse("streams are for cli/ and report/")
	}
	$2 in is_teller && $1 !~ /^cli\// {
		refuse("the library never prints and never exits")
	}')
[ -z "$found" ] || complain "$found"
exit $bad
