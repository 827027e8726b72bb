/* The three streams that a program is born with. */
#ifndef HF_BASE_STREAMS_H
#define HF_BASE_STREAMS_H

#include "base/api.h"

/*
 * Where standard input, output, or error is closed, put something in its place
 * that fails: else the next file opened would be taken for it, and a report
 * written into a package.  For the beginning of main().
 */
HF_API void hf_guard_standard_streams(void);

#endif
