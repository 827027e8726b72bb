/*
 * A table of I/O that fails, or ends the process, where it is told: what
 * stands in the place of base/io.h in the program BUILDDIR/holdfast-fault.
 *
 * One child of the driver (drive.c) is told by a struct fault; by hand, the
 * same is said with the variable HOLDFAST_FAULT, words separated by blanks:
 *
 *	fail:N:ERRNO[:CALLS]	the Nth call fails with ERRNO (such as EIO)
 *	from:N:ERRNO[:CALLS]	the Nth call, and each that follows, fails
 *	kill:N[:CALLS]		SIGKILL in the place of the Nth call
 *	killafter:N[:CALLS]	SIGKILL right after it
 *	killparent:N[:CALLS]	in the place of it, SIGKILL for the first process
 *				(the driver alone can do that)
 *	short:N[:CALLS]		the Nth call transfers half of what it could
 *	read:FILE:OFFSET[:ERRNO]	reading FILE fails at this byte
 *	change:FILE:HOW		FILE is changed at its first read, or seems so
 *				(HOW: write, grow, shrink, touch, replace,
 *				remove, look); remove: before the first read,
 *				unlink: before it is opened to be read
 *	absent:CALLS		these calls are as on a system without them
 *	durable			see that all is synced before it is published
 *
 * CALLS counts these calls only, joined by commas: names of hf_io, where
 * "create" is an openat that makes a file, "release" a close of what was only
 * read, or has no name, and "landlock" each of the three; or the words all (the
 * default), space, open, transfer, interrupt.  Beside these, and not among
 * "all": memory, an allocation by us or a library, and thread, the start of
 * one.  FILE is the end of a path.  What happened is appended to the file
 * HOLDFAST_FAULT_REPORT.
 */
#ifndef TESTS_FAULT_H
#define TESTS_FAULT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum fault_call {
	CALL_OPENAT, CALL_CREATE, CALL_OPENAT2, CALL_CLOSE, CALL_RELEASE,
	CALL_READ, CALL_PREAD, CALL_PREADV2, CALL_WRITE, CALL_PWRITE,
	CALL_COPY_FILE_RANGE,
	CALL_CLONE, CALL_FTRUNCATE, CALL_FSYNC, CALL_FADVISE, CALL_FSTAT,
	CALL_FSTATAT, CALL_GETDENTS, CALL_READLINKAT, CALL_LINKAT,
	CALL_SYMLINKAT, CALL_MKDIRAT, CALL_UNLINKAT, CALL_RENAMEAT2,
	CALL_FUTIMENS, CALL_FCHMOD, CALL_FLOCK, CALL_SET_DIRECT,
	CALL_LANDLOCK,
	/* Of no table: memory that is asked for, by whomever, and threads. */
	CALL_MEMORY, CALL_THREAD,
	CALL_COUNT,
};

#define CALL_BIT(call)	(1u << (call))
#define CALLS_ALL	(CALL_BIT(CALL_MEMORY) - 1)
/* Those that a full disk can refuse. */
#define CALLS_SPACE	(CALL_BIT(CALL_CREATE) | CALL_BIT(CALL_WRITE) | \
			 CALL_BIT(CALL_PWRITE) | \
			 CALL_BIT(CALL_COPY_FILE_RANGE) | \
			 CALL_BIT(CALL_CLONE) | CALL_BIT(CALL_FTRUNCATE) | \
			 CALL_BIT(CALL_FSYNC) | CALL_BIT(CALL_LINKAT) | \
			 CALL_BIT(CALL_SYMLINKAT) | CALL_BIT(CALL_MKDIRAT) | \
			 CALL_BIT(CALL_RENAMEAT2))
/* Those that make a descriptor. */
#define CALLS_OPEN	(CALL_BIT(CALL_OPENAT) | CALL_BIT(CALL_CREATE) | \
			 CALL_BIT(CALL_OPENAT2))
/* Those that may transfer less than was asked for. */
#define CALLS_TRANSFER	(CALL_BIT(CALL_READ) | CALL_BIT(CALL_PREAD) | \
			 CALL_BIT(CALL_PREADV2) | CALL_BIT(CALL_WRITE) | \
			 CALL_BIT(CALL_PWRITE) | \
			 CALL_BIT(CALL_COPY_FILE_RANGE))
/* Those that a signal may interrupt before they did anything. */
#define CALLS_INTERRUPT	(CALLS_OPEN | CALLS_TRANSFER | \
			 CALL_BIT(CALL_FTRUNCATE) | CALL_BIT(CALL_FSYNC) | \
			 CALL_BIT(CALL_CLOSE) | CALL_BIT(CALL_FLOCK))
/* Those without which all can be done as well. */
#define CALLS_HARMLESS	(CALL_BIT(CALL_RELEASE) | CALL_BIT(CALL_FADVISE) | \
			 CALL_BIT(CALL_CLONE) | \
			 CALL_BIT(CALL_COPY_FILE_RANGE) | \
			 CALL_BIT(CALL_SET_DIRECT))
/* Those without which some can be done as well: who asked decides. */
#define CALLS_PERHAPS	(CALL_BIT(CALL_MEMORY) | CALL_BIT(CALL_THREAD))
/* Those that are made again where a signal interrupted them. */
#define CALLS_AGAIN	(CALL_BIT(CALL_OPENAT2) | CALL_BIT(CALL_READ) | \
			 CALL_BIT(CALL_PREAD) | CALL_BIT(CALL_PREADV2) | \
			 CALL_BIT(CALL_WRITE) | CALL_BIT(CALL_PWRITE))

enum fault_how {
	FAULT_NONE, FAULT_FAIL, FAULT_FROM, FAULT_KILL, FAULT_KILL_AFTER,
	/* The first process ends, whichever of its children made the call. */
	FAULT_KILL_PARENT,
	FAULT_SHORT,
};

struct fault {
	enum fault_how how;
	unsigned long at;	/* from 1 */
	int error;
	unsigned int calls;	/* that count */
	unsigned int absent;	/* that the system does not have */
	bool unsynced;		/* fsync and fadvise do nothing: quicker by far */
	bool durable;
	char read_file[256];	/* "": none */
	off_t read_offset;
	int read_error;
	char change_file[256];
	char change_how[16];
};

/* What happened, in memory that all the processes share. */
struct fault_seen {
	atomic_ulong calls;	/* that counted */
	atomic_bool hit;	/* the Nth came */
	atomic_bool harmed;	/* a call failed that nobody can do without */
	atomic_bool perhaps;	/* one failed that some can do without */
	atomic_int call;	/* the Nth was this one */
	atomic_bool in_child;	/* ... of a process that the first one started */
	atomic_bool end_parent;	/* the driver is to end the first one */
	atomic_bool staged;	/* a staging folder was made before it */
	atomic_bool removing;	/* one was being removed when it came */
	atomic_bool published;	/* a rename was done before it */
	atomic_bool closed_twice;	/* a descriptor that was not open */
	atomic_int open_more;	/* descriptors at the end, beyond those at first */
	char undurable[512];	/* the first thing published before it was synced */
};

/* Put the table in force; @seen outlives everything. */
void fault_begin(const struct fault *fault, struct fault_seen *seen);

/* Whether this call is one that must fail; errno is set. */
bool fault_fails(enum fault_call call);

const char *fault_call_name(enum fault_call call);
const char *fault_error_name(int error);

/* The bookkeeping of "durable" (durable.c). */
void durable_wrote(int fd);
void durable_changed_folder(int dir);
void durable_synced(int fd);
/* These yield false, and tell in @why, if something was not synced. */
bool durable_renamed(int from_dir, const char *from, int to_dir,
		     const char *to, char *why, size_t size);
bool durable_ended(char *why, size_t size);

/* Snapshots of trees (tree.c).  The caller frees what they return. */
enum tree_detail {
	TREE_EVERYTHING,	/* all that a reader must leave as it is */
	TREE_PACKAGE,		/* what two runs that make the same have in common */
	TREE_BAG,		/* the same, but for the times of folders */
};
char *tree_snapshot(const char *path, enum tree_detail detail);
void tree_remove(const char *path);
void tree_copy(const char *from, const char *to);

/* Run the scenarios; what the process ends with. */
int drive(int argc, char *argv[]);

#endif
