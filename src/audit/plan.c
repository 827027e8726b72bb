#include "audit/plan.h"

#include <stdlib.h>

#include "audit/pace.h"
#include "audit/wide.h"

const char *hf_due_text(enum hf_due due)
{
	static const char *const texts[HF_DUE_COUNT] = {
		[HF_DUE_SUSPENDED] = "begun and not finished",
		[HF_DUE_FAILED] = "failed last time",
		[HF_DUE_NEVER] = "never verified",
		[HF_DUE_LATE] = "older than its interval",
		[HF_DUE_TURN] = "its turn",
		[HF_DUE_AHEAD] = "nearly its turn",
	};

	return texts[due];
}

/* Put what is due to the beginning, in the order of reading. */
static size_t gather(struct hf_pace *pace)
{
	size_t n = 0;

	for (size_t i = 0; i < pace->n; i++) {
		if (pace->items[i].due)
			pace->items[n++] = pace->items[i];
	}
	hf_pace_order(pace, pace->items, n);
	return n;
}

/* How many octets of @step the rest of the budget, @rest, suffices for. */
static uint64_t affordable(const struct hf_pace *pace, size_t location,
			   const struct hf_audit_step *step,
			   const uint64_t rest[HF_BOUNDS])
{
	uint64_t octets = step->octets;

	for (int b = 0; b < HF_BOUNDS; b++) {
		uint64_t cost = hf_pace_cost(pace, location, step->octets, b);
		uint64_t part;

		if (cost <= rest[b])
			continue;
		part = hf_share_down(step->octets, rest[b], cost);
		if (part < octets)
			octets = part;
	}
	return octets;
}

/*
 * Spend the budget from the beginning of the plan on.  One without octets
 * costs nothing, and is read as long as there is anything left.
 */
static void spend(const struct hf_pace *pace, struct hf_audit_plan *plan)
{
	uint64_t rest[HF_BOUNDS] = { pace->budget[HF_IN_OCTETS],
				     pace->budget[HF_IN_TIME] };

	for (size_t i = 0; i < plan->n; i++) {
		const struct hf_audit_step *step = &plan->steps[i];
		size_t location = pace->held->copies[step->copy].location;
		uint64_t octets;

		if (!rest[HF_IN_OCTETS] || !rest[HF_IN_TIME])
			return;
		octets = affordable(pace, location, step, rest);
		plan->octets_within = hf_sum(plan->octets_within, octets);
		plan->begun++;
		if (octets < step->octets)
			return;
		plan->finished++;
		for (int b = 0; b < HF_BOUNDS; b++) {
			if (pace->budget[b] != UINT64_MAX)
				rest[b] -= hf_pace_cost(pace, location, octets,
							b);
		}
	}
}

int hf_audit_plan_make(struct hf_audit_plan **plan_ret,
		       const struct hf_holding_set *held, int64_t now,
		       const struct hf_audit_budget *budget,
		       struct hf_error *err)
{
	struct hf_audit_plan *plan = NULL;
	struct hf_pace pace;
	size_t n;

	if (hf_pace_set(&pace, held, now, budget, err))
		goto failed;
	n = gather(&pace);
	plan = calloc(1, sizeof(*plan));
	if (plan)
		plan->steps = calloc(n ? n : 1, sizeof(*plan->steps));
	if (!plan || !plan->steps) {
		hf_fail_memory(err);
		goto failed;
	}
	for (size_t i = 0; i < n; i++) {
		plan->steps[i] = (struct hf_audit_step){
			.copy = (size_t)(pace.items[i].copy - held->copies),
			.why = pace.items[i].why,
			.octets = pace.items[i].left,
		};
		plan->octets = hf_sum(plan->octets, pace.items[i].left);
	}
	plan->n = n;
	spend(&pace, plan);
	hf_pace_release(&pace);
	*plan_ret = plan;
	return 0;
failed:
	hf_pace_release(&pace);
	hf_audit_plan_free(plan);
	return -1;
}

void hf_audit_plan_free(struct hf_audit_plan *plan)
{
	if (!plan)
		return;
	free(plan->steps);
	free(plan);
}
