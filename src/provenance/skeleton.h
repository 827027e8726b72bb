/* A record to begin with: every stanza once, with words that say what goes in. */
#ifndef HF_PROVENANCE_SKELETON_H
#define HF_PROVENANCE_SKELETON_H

#include "base/error.h"

/*
 * Make the folder @path with a record.txt in it, to be filled in.  The folder
 * may be there already, but not a record in it (HF_EUSAGE).  After a failure
 * there is no half of either.
 */
HF_API int hf_record_new(const char *path, struct hf_error *err);

#endif
