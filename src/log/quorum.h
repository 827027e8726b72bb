/*
 * Which witnesses have cosigned the log, and how far enough of them have.
 *
 * A witness that cosigned a checkpoint has seen that it continues all before
 * it: so it counts for every smaller size too.
 */
#ifndef HF_LOG_QUORUM_H
#define HF_LOG_QUORUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "log/trust.h"

/* What one witness of trust.txt cosigned last. */
struct hf_cosigned {
	bool is;		/* it has, at least once */
	uint64_t size;		/* the largest */
	int64_t time;		/* when, by what it signed; of several, the last */
};

/*
 * Read log/witness/ in the register folder @dir: of each witness of @trust, by
 * its number, what it cosigned.  What does not verify is passed over; it is
 * hf_log_verify() that finds it, and that each is a beginning of the log.  On
 * success the caller frees *@at_ret, of *@n_ret.
 */
HF_API int hf_log_cosigned(int dir, const char *origin,
			   const struct hf_trust *trust,
			   struct hf_cosigned **at_ret, size_t *n_ret,
			   struct hf_error *err);

struct hf_quorum {
	bool is_named;		/* trust.txt has that name */
	bool is_met;
	uint64_t size;		/* the newest that enough witnesses cosigned */
	int64_t time;		/* since then enough have: when the last of them did */
};

/*
 * How far @name, a witness or a group of @trust, has cosigned, where what was
 * cosigned before @not_before does not count.
 */
HF_API void hf_quorum_of(struct hf_quorum *quorum_ret,
			 const struct hf_trust *trust, const char *name,
			 const struct hf_cosigned *at, int64_t not_before);

#endif
