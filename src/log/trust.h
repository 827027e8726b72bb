/*
 * Whose signatures count: trust.txt, in the format of C2SP tlog-policy.
 */
#ifndef HF_LOG_TRUST_H
#define HF_LOG_TRUST_H

#include "base/error.h"
#include "finding/finding.h"
#include "log/note.h"

struct hf_trust;

/*
 * Read the open file @fd, "log VKEY [URL]", "witness NAME VKEY [URL]", "group
 * NAME N|any|all MEMBER...", "quorum NAME|none", with # for comments.  All
 * mistakes go to @sink, as trust-malformed with the line, or key-collision;
 * HF_EREFUSED is returned then, for half of it would trust others than the
 * whole.  An empty one trusts nobody.  On success the caller owns *@trust_ret;
 * else it is NULL.
 */
HF_API int hf_trust_read(struct hf_trust **trust_ret, int fd, const char *name,
			 struct hf_sink *sink, struct hf_error *err);
/* The same of the file @path; and of one key of a log alone. */
HF_API int hf_trust_open(struct hf_trust **trust_ret, const char *path,
			 struct hf_sink *sink, struct hf_error *err);
HF_API int hf_trust_key(struct hf_trust **trust_ret, const char *vkey,
			struct hf_sink *sink, struct hf_error *err);
HF_API void hf_trust_free(struct hf_trust *trust);	/* NULL is allowed */

/* The keys that the log may be signed by, and those of witnesses, by number. */
HF_API const struct hf_verifier *hf_trust_log_key(const struct hf_trust *trust,
						  size_t i);
HF_API const struct hf_verifier *hf_trust_witness_key(
	const struct hf_trust *trust, size_t i);
/* What a witness is called in trust.txt; NULL behind the last. */
HF_API const char *hf_trust_witness_name(const struct hf_trust *trust,
					 size_t i);
/*
 * Trust these keys of a log, and no witness: what somebody trusts who has no
 * trust.txt.  HF_EUSAGE for a witness's key, or more than can be.
 */
HF_API int hf_trust_of_keys(struct hf_trust **trust_ret,
			    const struct hf_verifier *keys, size_t n,
			    struct hf_error *err);

/*
 * Whether the witnesses for which @has says so make the group @name, or are the
 * witness of that name: 1, 0, or -1 where trust.txt has no such name.
 */
HF_API int hf_trust_group(const struct hf_trust *trust, const char *name,
			  bool (*has)(void *ctx, size_t witness), void *ctx);
/* The name that the line quorum asks for; NULL: none. */
HF_API const char *hf_trust_quorum_name(const struct hf_trust *trust);

#endif
