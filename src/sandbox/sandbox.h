/*
 * A sandbox for reading what comes from strangers.
 *
 * Who parses a hostile file may one day be made to run its code.  In here that
 * code reads the paths that were named, and nothing else; it writes to no
 * file, asks no network, and starts, signals and watches no process.  What is
 * refused is answered with an error, and nobody is killed.
 *
 * Two means of Linux do it, and each covers for the other: Landlock, which
 * knows files by where they lie, and a seccomp filter, which lists the system
 * calls of a reader.  There is no way out again.
 */
#ifndef HF_SANDBOX_SANDBOX_H
#define HF_SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* What is in force. */
struct hf_sandbox {
	int landlock;		/* the version of its ABI; 0: the kernel has none */
	bool seccomp;		/* false: the kernel has no filters */
};

/*
 * Let this process, from now on, read the @n @paths and nothing else: of a
 * folder, all that is beneath it.  A path that cannot be opened is left out;
 * who reads it meets the reason.  What is open already stays open, and can be
 * read and written as before; so can standard output.  Besides, the C library
 * may load its converters of encodings, and threads may be started.
 *
 * To be called before the first thread is started: threads that are there
 * stay outside.
 *
 * What the kernel does not have is left out, and not set in *@in_force_ret.
 * What it has and refuses is an error; then some of it may be in force, and
 * the process can do no more than end.
 */
HF_API int hf_sandbox_enter(const char *const *paths, size_t n,
			    struct hf_sandbox *in_force_ret,
			    struct hf_error *err);

/*
 * The same for who unpacks or copies: beneath the open folder @into, which is
 * no other's, files and folders may also be made, written and removed, and
 * their times set.  No links are made there, and nothing gets another name.
 *
 * Where the kernel has no Landlock, nothing holds that to @into.
 */
HF_API int hf_sandbox_enter_writing(const char *const *paths, size_t n,
				    int into, struct hf_sandbox *in_force_ret,
				    struct hf_error *err);

/*
 * Make what is the same for all who enter, for the processes that will be forked
 * of this one: it takes as long as a small bag does.  @writes: they are to enter
 * by hf_sandbox_enter_writing() with a folder.  What fails here, they meet.
 */
HF_API void hf_sandbox_prepare(bool writes);

#endif
