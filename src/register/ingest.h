/* Take a bag into custody: verify it, admit it to a location, and log it. */
#ifndef HF_REGISTER_INGEST_H
#define HF_REGISTER_INGEST_H

#include <stdbool.h>

#include "base/error.h"
#include "finding/finding.h"
#include "register/custody.h"
#include "register/moving.h"
#include "register/receipt.h"

struct hf_ingest_options {
	struct hf_moving_options moving;
	bool new_version;	/* another root may take the place of the one that is held */
	const char *note;	/* for the entry, or NULL */
};

/*
 * Ingest the bag at @path ("-": standard input) to the location @to.  What is
 * wrong with it goes to @sink; then it is put aside, and that is a receipt
 * too.  -1 where nothing was decided: HF_EUSAGE for a location that is not in
 * the register, HF_EREFUSED for one that is unreachable.  The receipt is to be
 * released.
 *
 * It appears at the location, whole and read back, before the log says so: who
 * is cut between the two finds it as unregistered-copy, and ingests it again.
 */
HF_API int hf_ingest(struct hf_custody *custody, const char *path,
		     const char *to, const struct hf_ingest_options *options,
		     struct hf_sink *sink, struct hf_receipt *receipt_ret,
		     struct hf_error *err);

#endif
