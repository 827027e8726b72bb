/*
 * A second opinion.  Before anybody is told that a file is not what it should
 * be, its digests are computed once more, from a fresh read and by OpenSSL
 * alone: neither our own haste nor a read that went wrong once accuses a file.
 */
#ifndef HF_BAG_RECHECK_H
#define HF_BAG_RECHECK_H

#include "bag/source.h"
#include "digest/digester.h"
#include "finding/sink.h"

/*
 * Digest all that @stream has.  False where that could not be done: why not is
 * then in the sink, as a finding about @path.
 */
bool hf_digest_again(struct hf_source_stream *stream, const char *path,
		     hf_alg_set algs, struct hf_sink *sink,
		     struct hf_digests *digests_ret);

/* Tell that the first digests of @path were wrong, and the second right. */
void hf_tell_second_differs(struct hf_sink *sink, const char *path);

/* Tell that there is no digest of @path, for want of memory. */
void hf_tell_not_computed(struct hf_sink *sink, const char *path);

#endif
