/*
 * What a budget comes to: how much is due, how long that takes, and whether
 * everything comes round within its interval (docs/formats/audit.md).
 *
 * If budget x runs >= octets / interval, nothing gets older than its interval.
 * Otherwise this says by how much the budget is short, and how late everything
 * will be.
 */
#ifndef HF_AUDIT_FORECAST_H
#define HF_AUDIT_FORECAST_H

#include <stddef.h>
#include <stdint.h>

#include "audit/holding.h"
#include "base/error.h"

#define HF_NEVER_DONE	UINT64_MAX	/* a number of runs that does not suffice */

/* Copies, and the octets in them. */
struct hf_amount {
	uint64_t copies, octets;
};

/* Of one location, or of all. */
struct hf_outlook {
	struct hf_amount held;
	struct hf_amount due;		/* now; octets that are left to read */
	struct hf_amount late;		/* older than their interval */
	struct hf_amount never;		/* never verified */
	uint64_t per_run;	/* octets to be read in each run, that nothing gets late */
	/* Seconds since the oldest reading; of what was never verified, since it came. */
	uint64_t oldest;
	uint64_t runs;		/* until all that is due now is read; 0: nothing is */
};

struct hf_forecast {
	struct hf_outlook *places;	/* one for each location */
	size_t n;
	struct hf_outlook all;
	int64_t between;		/* seconds from run to run */

	/* Of each run, so that nothing is older than its interval; 0 short: it suffices. */
	uint64_t needed_bytes, short_bytes;
	uint64_t needed_time, short_time;	/* in seconds, at the rates of the locations */

	/*
	 * Of each run from now on, so that nothing becomes late that is not,
	 * though much of it may be due at once: at least needed_bytes.
	 */
	uint64_t rush_bytes;

	/*
	 * In the long run everything is read so many runs later than its
	 * interval asks; 0: in time; HF_NEVER_DONE: what failed takes it all.
	 */
	uint64_t runs_late;
};

/* Forecast from @now on, of what hf_audit_plan_make() would plan. */
HF_API int hf_forecast_make(struct hf_forecast **forecast_ret,
			    const struct hf_holding_set *held, int64_t now,
			    const struct hf_audit_budget *budget,
			    struct hf_error *err);
HF_API void hf_forecast_free(struct hf_forecast *forecast);	/* NULL is allowed */

#endif
