/*
 * How often an archive is audited, by its log, and whether the next run is late:
 * the one rule for audit-not-run, of the audit and of status.
 */
#ifndef HF_AUDIT_RHYTHM_H
#define HF_AUDIT_RHYTHM_H

#include <stdbool.h>

#include "audit/holding.h"
#include "base/error.h"
#include "register/catalogue.h"

struct hf_rhythm {
	int n;			/* runs of the whole register that the log has: 0 to 8 */
	struct hf_run_seen last;	/* of them; time 0: none */
	int64_t between;	/* seconds that usually lie between two */
	int64_t since;		/* from when on one has been waited for; 0: nothing is held */
	bool late;		/* longer than two usual gaps */
};

int hf_rhythm_read(struct hf_rhythm *rhythm_ret,
		   struct hf_catalogue *catalogue,
		   const struct hf_holding_set *held, int64_t now,
		   struct hf_error *err);

#endif
