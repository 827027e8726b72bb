#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"

const char *hf_errno_text(int sys_errno)
{
	const char *text = strerrordesc_np(sys_errno);

	if (sys_errno == EFTYPE_NOT_REGULAR)
		return "it is not a file, but a pipe, socket, or device";
	/* The C library's "Cannot allocate memory" names no cause. */
	return sys_errno == ENOMEM ? "out of memory"
				   : text ? text : "unknown error";
}

int hf_error_set(struct hf_error *err, enum hf_code code, const char *file,
		 int line, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;
	size_t used;

	err->code = code;
	err->sys_errno = code == HF_ESYS ? saved : 0;
	err->file = file;
	err->line = line;

	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);

	if (code == HF_ESYS) {
		used = strlen(err->text);
		snprintf(err->text + used, sizeof(err->text) - used, ": %s",
			 hf_errno_text(saved));
	}
	return -1;
}

int hf_error_within(struct hf_error *err, const char *fmt, ...)
{
	char inner[sizeof(err->text)];
	va_list ap;
	size_t used;

	memcpy(inner, err->text, sizeof(inner));
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);

	used = strlen(err->text);
	snprintf(err->text + used, sizeof(err->text) - used, ": %s", inner);
	return -1;
}
