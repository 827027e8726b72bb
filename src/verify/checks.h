/* The checks that verify/ is made of: each takes a bag that has been read. */
#ifndef HF_VERIFY_CHECKS_H
#define HF_VERIFY_CHECKS_H

#include "bag/bag.h"
#include "verify/verify.h"

/* Manifests there must be, tag manifests and their rules, Payload-Oxum. */
void hf_check_structure(const struct hf_bag *bag, struct hf_sink *sink);
void hf_check_oxum(const struct hf_bag *bag, struct hf_sink *sink);

/*
 * Where a listed file is not there under its own name but under one that means
 * the same: take that one, and say so.
 */
int hf_check_renamed(struct hf_bag *bag, struct hf_sink *sink,
		     struct hf_error *err);

/* Names that some other system could not hold, or would merge. */
int hf_check_names(const struct hf_bag *bag, struct hf_sink *sink,
		   struct hf_error *err);

/* What is listed and what is there: missing, unlisted, holes, coverage. */
int hf_check_completeness(struct hf_bag *bag, struct hf_sink *sink,
			  struct hf_error *err);

/*
 * Digests to be kept while every byte is read anyway: those of @algs, of every
 * file that is there, listed or not, in the inventory @files.
 */
struct hf_digest_keep {
	hf_alg_set algs;
	struct hf_inventory *files;
};

struct hf_read_amount {
	uint64_t octets;
	bool later;		/* something is left for another sitting */
};

/* Every byte of every listed file; @keep may be NULL. */
int hf_check_fixity(struct hf_bag *bag, const struct hf_verify_options *options,
		    const struct hf_digest_keep *keep, struct hf_sink *sink,
		    struct hf_read_amount *read_ret, struct hf_error *err);

/*
 * The same for one file that somebody else has read, who says how that went:
 * @result has the digests of all algorithms in the file's listed.
 */
void hf_check_read(struct hf_bag *bag, uint32_t index,
		   const struct hf_item_result *result, struct hf_sink *sink);

/*
 * The digests of a listed file once more, from a fresh read and by OpenSSL
 * alone; where the first came from the medium, so do these, for what memory
 * has of it may be what hides the damage.  False where that cannot be done,
 * which is then in the sink.
 */
bool hf_check_again(struct hf_bag *bag, uint32_t index, bool from_medium,
		    struct hf_sink *sink, struct hf_digests *digests_ret);

/* Everything that can be said without computing a digest. */
int hf_check_all_but_fixity(struct hf_bag *bag, struct hf_sink *sink,
			    struct hf_error *err);

/* All of the above, over a bag that was read to be verified in full. */
int hf_check_all(struct hf_bag *bag, const struct hf_verify_options *options,
		 const struct hf_digest_keep *keep, struct hf_sink *sink,
		 uint64_t *octets_ret, struct hf_error *err);

/*
 * Whether some folder on the way to @path could not be looked into: then
 * nobody knows whether the file is there.
 */
bool hf_is_behind_unseen(const struct hf_bag *bag, const struct hf_file *file);

#endif
