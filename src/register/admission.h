/* Let what arrived become a copy, and say so in the log. */
#ifndef HF_REGISTER_ADMISSION_H
#define HF_REGISTER_ADMISSION_H

#include <stdbool.h>

#include "register/arrival.h"
#include "register/custody.h"
#include "register/receipt.h"

struct hf_admission {
	const char *event;	/* "ingestion", "replication", "recovery" */
	const char *from;	/* where the bag came from, for a report */
	const char *source;	/* the location that it was copied from, or NULL */
	const char *note;	/* for the entry, or NULL */
	const char *findings;	/* what was wrong with what lay there, or NULL */
	bool new_version;	/* another root than the newest may come in */
	/*
	 * What lies there under its name is put aside, unless it is the same
	 * bag, and sound: that is never replaced.
	 */
	bool replaces;
};

/*
 * Admit @arrival, which is settled, at its place.  What speaks against it goes
 * to @sink, and it is put aside.  One process at a time does this.
 */
int hf_admit(struct hf_custody *custody, struct hf_arrival *arrival,
	     const struct hf_admission *admission, struct hf_sink *sink,
	     struct hf_receipt *receipt, struct hf_error *err);

/* Put it aside instead, and log that, with the findings of its arrival. */
int hf_refuse_arrival(struct hf_custody *custody, struct hf_arrival *arrival,
		      const char *from, struct hf_receipt *receipt,
		      struct hf_error *err);

#endif
