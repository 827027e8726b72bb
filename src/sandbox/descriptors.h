/* What a process that is to be shut in lets go of first: what is open. */
#ifndef HF_SANDBOX_DESCRIPTORS_H
#define HF_SANDBOX_DESCRIPTORS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/*
 * Close every descriptor but the @n in @kept, all of them above 2; standard
 * input, unless @keeps_input, and the outputs lead to nowhere then.
 */
int hf_descriptors_leave(const int *kept, size_t n, bool keeps_input,
			 struct hf_error *err);

#endif
