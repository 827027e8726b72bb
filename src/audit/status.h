/*
 * How a register stands, on one page, for people and for monitors
 * (docs/formats/audit.md): from register.txt, the log and the catalogue.  No
 * package is read; of a location, only the marker and the quarantine.
 */
#ifndef HF_AUDIT_STATUS_H
#define HF_AUDIT_STATUS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "audit/coverage.h"
#include "audit/forecast.h"
#include "base/arena_type.h"
#include "base/error.h"
#include "finding/sink.h"
#include "log/log.h"

/* How copies stand by the log; each is in one. */
enum hf_stand {
	HF_STAND_VERIFIED,	/* read in full within its interval, and right */
	HF_STAND_LATE,		/* read longer ago, and right */
	HF_STAND_NEVER,		/* never read in full */
	HF_STAND_FAILED,	/* not right when it was read last */
	HF_STANDS
};

/* "verified", "late", "never-verified", "failed". */
HF_API const char *hf_stand_name(enum hf_stand stand);

struct hf_overview_place {
	const char *id;
	bool given_up;		/* Trust: dead; what lies there does not count */
	bool reachable;		/* its marker is there */
	uint64_t quarantined;	/* 0 where it is not reachable */
	uint64_t stands[HF_STANDS];
	struct hf_coverage coverage;
};

struct hf_overview {
	int64_t now;
	const char *origin, *organisation;
	/*
	 * Register and log are as they must be; if not, nothing else is known,
	 * and the findings say why.
	 */
	bool verified;
	struct hf_log_summary log;
	uint64_t packages;		/* of which a copy is held */
	uint64_t stands[HF_STANDS];
	uint64_t elsewhere;		/* copies at locations that register.txt lacks */
	struct hf_coverage coverage;
	struct hf_overview_place *places;	/* in the order of register.txt */
	size_t n_places;
	struct hf_forecast *forecast;	/* its places are these */
	uint64_t unreachable;		/* locations */
	uint64_t quarantined;
	bool has_policy;
	uint64_t unmet;			/* packages that are not kept as the policy asks */
	const char *first_unmet;	/* one of them, or NULL */
	/* The last audit; number UINT64_MAX: there was none. */
	uint64_t audit;
	int64_t audit_time;
	const char *audit_outcome, *audit_note;		/* or NULL */
	bool audit_late;		/* it should have run since */
	enum hf_status status;		/* what all of this comes to */
	struct hf_findings findings;	/* of register and log, and the places */
	struct hf_arena arena;
};

struct hf_overview_options {
	int64_t now;			/* seconds since 1970; 0: the clock's */
	struct hf_audit_budget budget;	/* what each run may spend, for what is short */
};

/* To be released, also after a failure. */
HF_API int hf_overview_gather(struct hf_overview *overview_ret,
			      const char *path,
			      const struct hf_overview_options *options,
			      struct hf_error *err);
HF_API void hf_overview_release(struct hf_overview *overview);

/* One page for people. */
HF_API void hf_overview_text(const struct hf_overview *overview, FILE *out);
/* Objects: overview, and overview-location for each; 0 or -1. */
HF_API int hf_overview_json(const struct hf_overview *overview, FILE *out);
/* The text format of Prometheus, 0.0.4. */
HF_API void hf_overview_prometheus(const struct hf_overview *overview,
				   FILE *out);
/* One line with performance data, as Nagios and Icinga read it. */
HF_API void hf_overview_nagios(const struct hf_overview *overview, FILE *out);
/* 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
HF_API int hf_overview_nagios_status(const struct hf_overview *overview);

#endif
