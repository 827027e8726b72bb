/*
 * Complete a bag: get the payload files that are not there from where
 * fetch.txt says (RFC 8493, 2.2.3).
 *
 * What arrives is gathered beside the bag, under ".NAME.holdfast-fetch", and
 * gets its place in data/ by one rename, after every digest that the manifests
 * record of it was found right.  After a kill at any moment the bag holds
 * whole files only, and the next run goes on where this one was.
 */
#ifndef HF_FETCH_COMPLETE_H
#define HF_FETCH_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "digest/engine_options.h"
#include "finding/finding.h"

enum hf_scheme {
	HF_SCHEME_HTTP	= 1 << 0,
	HF_SCHEME_HTTPS	= 1 << 1,
};

/* Which addresses may be asked, by fetch.txt or by a redirect. */
struct hf_fetch_rules {
	unsigned int schemes;		/* enum hf_scheme, or'ed; 0: each */
	const char *const *hosts;	/* these alone; ".NAME": those beneath */
	size_t n_hosts;			/* 0: any */
	bool allow_private;		/* also loopback, link-local, private */
};

struct hf_fetch_options {
	struct hf_fetch_rules rules;
	const char *ca_file;		/* trust these certificates alone; or NULL */
	unsigned int transfers;		/* at a time; 0: one */
	unsigned int retries;		/* of one file, without getting further */
	unsigned int timeout;		/* seconds of silence */
	uint64_t max_octets;		/* of a file whose length is not stated */
	struct hf_engine_options engine;	/* for what is there already */
	/* @done of @total octets have arrived; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
};

/* What is used where nobody says otherwise. */
#define HF_FETCH_DEFAULTS {						\
	.transfers = 4, .retries = 5, .timeout = 60,			\
	.max_octets = UINT64_C(16) << 30,				\
}

struct hf_fetch_summary {
	uint64_t fetched, octets;	/* files put in place, and their size */
	uint64_t resumed;		/* of which: begun by an earlier run */
	uint64_t present;		/* files of fetch.txt that were there */
	uint64_t left;			/* files of fetch.txt that are not there */
	bool doubtful;	/* nothing was asked for: what says from where may be altered */
	bool kept;			/* parts of files wait for the next run */
};

/*
 * Fetch what the bag in the folder @path lacks.  Then everything that verify/
 * says without computing digests goes to @sink, and beside it: tag files and
 * files of fetch.txt that were there and are not as recorded, and why a file
 * could not be had.  -1 only where we failed; what had arrived is kept.  Hand in
 * a judge: INCOMPLETE is what is still not there.  RFC 8493, 2.2.3 and 5.2.
 */
HF_API int hf_fetch_bag(const char *path,
			const struct hf_fetch_options *options,
			struct hf_sink *sink,
			struct hf_fetch_summary *summary_ret,
			struct hf_error *err);

#endif
