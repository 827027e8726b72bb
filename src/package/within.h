/* What is made of a folder must not lie in that folder. */
#ifndef HF_PACKAGE_WITHIN_H
#define HF_PACKAGE_WITHIN_H

#include "base/error.h"

/*
 * -1 with HF_EUSAGE where the path @dest leads into the open folder @root,
 * however it is spelled; HF_ESYS where that cannot be seen.
 */
int hf_refuse_within(int root, const char *dest, struct hf_error *err);

#endif
