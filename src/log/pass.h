/* One reading of all entries, with everything that is found on the way. */
#ifndef HF_LOG_PASS_H
#define HF_LOG_PASS_H

#include "log/inside.h"

struct hf_pass {
	struct hf_sink *sink;
	const struct hf_checkpoint *head;	/* NULL: there is none */
	struct hf_sights *sights;

	struct hf_reach reach;		/* what was read, good or bad */
	struct hf_reach under;		/* what is under the checkpoint */
	struct hf_reach tail;		/* and with what is whole behind it */
	uint64_t expected;		/* the number of the next entry */
	unsigned long line;		/* where it begins; 0: not known */
	bool unlinked;			/* the one before could not be read */
	uint64_t found;			/* entries that are not right */
	int64_t first;			/* the time of the first */
	struct hf_buf storage;
};

/*
 * Read up to @size octets of @entries.  Unless the tree of the checkpoint is
 * good, nothing is said of what is behind it.
 */
int hf_pass_run(struct hf_pass *pass, int entries, uint64_t size,
		struct hf_error *err);
/* Whether the entries yield the root of the checkpoint, and none is amiss. */
bool hf_pass_is_good(const struct hf_pass *pass);

#endif
