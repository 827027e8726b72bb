#include "register/cosigned.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/stamp.h"

/* Why it is not met, in words. */
static void explain(char *out, size_t size, const struct hf_quorum *ever)
{
	char time[HF_DATETIME_MAX];

	if (!ever->is_named) {
		snprintf(out, size, "trust.txt has no witness and no group of that name");
	} else if (!ever->is_met) {
		snprintf(out, size, "enough of them never did");
	} else {
		hf_clock_datetime(ever->time, time);
		snprintf(out, size, "enough of them last did at %s, of %" PRIu64 " entries",
			 time, ever->size);
	}
}

static void judge(const struct hf_register *reg,
		  const struct hf_register_cosigned *cosigned,
		  const char *name, const char *asked_by, int64_t not_before,
		  struct hf_sink *sink)
{
	struct hf_quorum late, ever;
	char detail[192];

	hf_quorum_of(&late, reg->trust, name, cosigned->at, not_before);
	if (late.is_met)
		return;
	hf_quorum_of(&ever, reg->trust, name, cosigned->at, INT64_MIN);
	explain(detail, sizeof(detail), &ever);
	hf_found(sink, QUORUM_UNMET, .path = asked_by, .subject = name,
		 .detail = detail);
}

int hf_register_cosigned(struct hf_register_cosigned *cosigned,
			 const struct hf_register *reg, int64_t now,
			 struct hf_sink *sink, struct hf_error *err)
{
	const char *by_policy = reg->policy.quorum;
	const char *by_trust = hf_trust_quorum_name(reg->trust);
	int64_t interval = reg->policy.interval;
	int64_t not_before = interval ? now - interval : INT64_MIN;

	*cosigned = (struct hf_register_cosigned){ 0 };
	if (hf_log_cosigned(reg->dir, reg->origin, reg->trust, &cosigned->at,
			    &cosigned->n, err) < 0)
		return -1;
	if (by_policy)
		judge(reg, cosigned, by_policy, "register.txt", not_before,
		      sink);
	if (by_trust && (!by_policy || strcmp(by_policy, by_trust) != 0))
		judge(reg, cosigned, by_trust, "trust.txt", not_before, sink);
	cosigned->name = by_policy ? by_policy : by_trust;
	if (cosigned->name)
		hf_quorum_of(&cosigned->quorum, reg->trust, cosigned->name,
			     cosigned->at, INT64_MIN);
	return 0;
}

void hf_register_cosigned_release(struct hf_register_cosigned *cosigned)
{
	free(cosigned->at);
	*cosigned = (struct hf_register_cosigned){ 0 };
}
