/*
 * Fill many holes, several at a time.  A file that does not come is tried
 * again, after longer and longer waits.
 */
#ifndef HF_FETCH_CREW_H
#define HF_FETCH_CREW_H

#include "fetch/complete.h"
#include "fetch/hole.h"

/*
 * Each of the @n holes at @holes has its outcome afterwards.  -1 with site->err
 * where we failed; those that had begun keep what has arrived.
 */
int hf_crew_run(const struct hf_fetch_options *options, struct hf_site *site,
		struct hf_hole *holes, size_t n);

#endif
