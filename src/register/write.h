/* Lines of register.txt, as we write them. */
#ifndef HF_REGISTER_WRITE_H
#define HF_REGISTER_WRITE_H

#include "base/buf.h"

/*
 * Append "LABEL: VALUE"; nothing where @value is NULL.  HF_EUSAGE where it
 * cannot be a value: it is empty, begins or ends with a blank, or has in it
 * what does not show, such as the end of a line.
 */
int hf_register_write(struct hf_buf *text, const char *label,
		      const char *value, struct hf_error *err);

#endif
