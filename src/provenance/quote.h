/*
 * Quotations: what a claim quotes from a payload file must stand in it, word
 * for word, however the lines are broken.
 */
#ifndef HF_PROVENANCE_QUOTE_H
#define HF_PROVENANCE_QUOTE_H

#include <stdbool.h>

#include "bag/source.h"
#include "base/error.h"
#include "base/read.h"
#include "finding/finding.h"
#include "provenance/model.h"

/* Where the payload files of a record are to be found. */
enum hf_payload_place {
	HF_BESIDE_RECORD,	/* by Payload's File, in the record's folder */
	HF_IN_PACKAGE,		/* by Payload's As, under data/ */
};

/*
 * Whether @quote occurs in what @read gives, runs of white space counting as
 * one blank in both.  0, or -1 with errno if reading failed or memory ended.
 * Memory is bounded by the length of the quotation.
 */
int hf_quote_find(hf_read_fn *read, void *ctx, const char *quote,
		  bool *found_ret);

/*
 * Check every claim that quotes from a payload file (Cite: data/...).  @source
 * is the folder or the bag that @place refers to.  What is wrong goes to @sink;
 * *@wrong_ret is the number of claims of which that is so.
 */
int hf_quotes_check(const struct hf_record *record, struct hf_source *source,
		    enum hf_payload_place place, struct hf_sink *sink,
		    size_t *wrong_ret, struct hf_error *err);

#endif
