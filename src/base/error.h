/*
 * How a holdfast function says that *we* failed.
 *
 * What is wrong with a package is never an error; it is a finding (see
 * finding/finding.h).  An error lives in the caller's frame, owns no memory,
 * and needs no cleanup.
 */
#ifndef HF_BASE_ERROR_H
#define HF_BASE_ERROR_H

#include "base/api.h"

enum hf_code {
	HF_ESYS = 1,	/* a system call failed; sys_errno says how */
	HF_ENOMEM,	/* out of memory */
	HF_EUSAGE,	/* we were asked for something meaningless */
	HF_EFORMAT,	/* a file of our own is malformed */
	HF_EREFUSED,	/* the input has problems, reported one by one */
	HF_ELIB,	/* OpenSSL, libxml2, jansson, or another library refused */
};

struct hf_error {
	enum hf_code code;
	int sys_errno;		/* 0 unless code is HF_ESYS */
	const char *file;	/* the source line that raised it */
	int line;
	char text[1024];		/* no newline, no trailing full stop */
};

/*
 * Fill @err and yield -1, so that callers may write "return hf_fail(...)".
 * With HF_ESYS, the text of errno is appended.  Text that comes from outside
 * (a file name) must be escaped by the caller, see base/text.h.
 */
#define hf_fail(err, code, ...) \
	hf_error_set((err), (code), __FILE__, __LINE__, __VA_ARGS__)

HF_API int hf_error_set(struct hf_error *err, enum hf_code code,
			const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

/*
 * What an errno means, in words that do not change with the locale.  The text
 * is the C library's and stays.
 */
HF_API const char *hf_errno_text(int sys_errno);

/* Out of memory, said the same way everywhere.  Yields -1. */
#define hf_fail_memory(err)	hf_fail((err), HF_ENOMEM, "out of memory")

/* Put "<context>: " before the text, while an error travels up.  Yields -1. */
HF_API int hf_error_within(struct hf_error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
