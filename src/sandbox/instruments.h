/*
 * What a program needs besides where an instrument is compiled into it: the
 * sanitizers look for leaks at the end with ptrace(2) and /proc, and counts of
 * lines that ran are written to where they are gathered (HF_COVERAGE).  In a
 * program that is installed, nothing.
 */
#ifndef HF_SANDBOX_INSTRUMENTS_H
#define HF_SANDBOX_INSTRUMENTS_H

#ifdef __has_feature
#define HF_HAS_FEATURE(name)	__has_feature(name)
#else
#define HF_HAS_FEATURE(name)	0
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
	HF_HAS_FEATURE(address_sanitizer) || HF_HAS_FEATURE(thread_sanitizer)

#define INSTRUMENT_TELLS	1
#define INSTRUMENT_READS	"/proc"
#define INSTRUMENT_WRITES	NULL
#define INSTRUMENT_CALLS	"ptrace", "wait4", "prctl",
#define INSTRUMENT_PART_CALLS						\
	{ "clone", CLONE_FLAGS_AT, CLONE_VM | CLONE_UNTRACED,		\
	  CLONE_VM | CLONE_UNTRACED },

#elif defined(HF_COVERAGE)

#define INSTRUMENT_TELLS	0
#define INSTRUMENT_READS	NULL
#define INSTRUMENT_WRITES	HF_COVERAGE
#define INSTRUMENT_CALLS	"open", "openat", "fcntl",
#define INSTRUMENT_PART_CALLS

#else

#define INSTRUMENT_TELLS	0	/* on standard error, what they found */
#define INSTRUMENT_READS	NULL
#define INSTRUMENT_WRITES	NULL
#define INSTRUMENT_CALLS
#define INSTRUMENT_PART_CALLS

#endif
#endif
