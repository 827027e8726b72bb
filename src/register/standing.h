/*
 * How the kept copies of a package stand, by the log alone: whether they agree
 * (invariant 10), and were read within their intervals (13).
 */
#ifndef HF_REGISTER_STANDING_H
#define HF_REGISTER_STANDING_H

#include "finding/finding.h"
#include "register/kept.h"

/*
 * For each copy that is held, in order: replica-mismatch, never-verified,
 * corrupt, stale, time-impossible.  @now is in seconds since 1970.
 */
int hf_check_standing(const struct hf_register *reg,
		      const struct hf_kept_list *copies, int64_t now,
		      struct hf_sink *sink, struct hf_error *err);

#endif
