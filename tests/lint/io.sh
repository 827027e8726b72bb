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
openers="fopen fdopen freopen fopencookie tmpfile tmpnam tempnam popen"
# cli/ may ask what a path stands for.
resolvers="realpath canonicalize_file_name"
tellers="stdin stdout stderr printf puts putchar perror vprintf scanf getchar gets
	exit _exit quick_exit error err errx warn warnx"

# Undefined symbols without the ways in which headers dress them up:
# __openat64_2 and __read_chk are openat and read.
undefined() {
	nm -u "$1" | awk '{ print $NF }' |
		sed 's/^__//; s/_chk$//; s/_2$//; s/64$//; s/^isoc[0-9]*_//' | sort -u
}

# refuse OBJECT WHY NAME...
refuse() {
	object=$1
	why=$2
	shift 2
	for name in $(undefined "$object"); do
		# The width of a terminal is nothing of the file system's.
		case $name:$object in
		ioctl:"$build"/src/cli/*) continue ;;
		# A child that the library starts ends by itself.
		_exit:"$build"/src/register/examine.o) continue ;;
		# Memory of no file: shared with children, or kept from them.
		mmap:"$build"/src/register/custody.o) continue ;;
		mmap:"$build"/src/register/examine.o) continue ;;
		mmap:"$build"/src/cli/cmd_audit.o) continue ;;
		esac
		for call; do
			[ "$name" != "$call" ] ||
				complain "src/${object#"$build"/src/}: refers to $call: $why"
		done
	done
}

n=0
for object in "$build"/src/*/*.o; do
	[ -f "$object" ] || continue
	# An object of a source that is gone, in a tree that was not cleaned.
	source=src/${object#"$build"/src/}
	[ -f "${source%.o}.c" ] || continue
	n=$((n + 1))
	# shellcheck disable=SC2086 # lists of words
	case $object in
	"$build"/src/base/io.o | "$build"/src/base/streams.o) ;;
	*) refuse "$object" "go through the table in base/io.h" $calls ;;
	esac
	# shellcheck disable=SC2086
	case $object in
	"$build"/src/cli/* | "$build"/src/report/*) ;;
	*) refuse "$object" "streams are for cli/ and report/" $openers $resolvers ;;
	esac
	# shellcheck disable=SC2086
	case $object in
	"$build"/src/cli/*) ;;
	*) refuse "$object" "the library never prints and never exits" $tellers ;;
	esac
done
[ $n -gt 0 ] || complain "there is no object file in $build/src"
exit $bad
