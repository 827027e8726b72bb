#include "register/write.h"

#include <string.h>

#include "base/chars.h"
#include "base/text.h"

int hf_register_write(struct hf_buf *text, const char *label,
		      const char *value, struct hf_error *err)
{
	size_t len = value ? strlen(value) : 0;

	if (!value)
		return 0;
	if (!len || hf_is_blank(value[0]) || hf_is_blank(value[len - 1]) ||
	    !hf_utf8_is_valid(value, len) || !hf_is_printable(value, len))
		return hf_fail(err, HF_EUSAGE,
			       "'%s' cannot be the value of %s: it is to be one line of UTF-8, not empty, and without a blank at an end",
			       hf_shown(value), label);
	hf_buf_printf(text, "%s: %s\n", label, value);
	return 0;
}
