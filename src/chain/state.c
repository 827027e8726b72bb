/* The state of each copy: what its events come to. */
#include "chain/checks.h"

#include "provenance/facts.h"

const char *hf_copy_state_name(enum hf_copy_state state)
{
	static const char *const names[] = {
		[HF_STATE_VERIFIED]	       = "VERIFIED",
		[HF_STATE_STALE]	       = "STALE",
		[HF_STATE_ATTESTED]	       = "ATTESTED",
		[HF_STATE_DECLARED]	       = "DECLARED",
		[HF_STATE_IN_TRANSIT]	       = "IN-TRANSIT",
		[HF_STATE_UNREACHABLE]	       = "UNREACHABLE",
		[HF_STATE_CORRUPT]	       = "CORRUPT",
		[HF_STATE_MISSING]	       = "MISSING",
		[HF_STATE_DESTROYED]	       = "DESTROYED",
		[HF_STATE_DESTROYED_ASSERTED] = "DESTROYED-ASSERTED",
		[HF_STATE_LOST]		       = "LOST",
		[HF_STATE_UNACCOUNTED]	       = "UNACCOUNTED",
	};

	return names[state];
}

bool hf_is_gone(enum hf_copy_state state)
{
	return state == HF_STATE_DESTROYED || state == HF_STATE_LOST ||
	       state == HF_STATE_DESTROYED_ASSERTED;
}

/* The state that one event is evidence of. */
static enum hf_copy_state state_by(const struct hf_event *event,
				   enum hf_role role, enum hf_grade grade,
				   enum hf_grade accounted)
{
	bool attested = grade >= HF_G3;

	if (grade < accounted || role == HF_ROLE_CANDIDATE)
		return HF_STATE_UNACCOUNTED;
	switch (hf_event_act(event)) {
	case HF_ACT_CHECK:
		if (event->failed)
			return HF_STATE_CORRUPT;
		return grade >= HF_G4 ? HF_STATE_VERIFIED :
		       attested ? HF_STATE_ATTESTED : HF_STATE_DECLARED;
	case HF_ACT_ENDING:
		if (role == HF_ROLE_SOURCE)
			return attested ? HF_STATE_DESTROYED
					: HF_STATE_DESTROYED_ASSERTED;
		break;
	case HF_ACT_LOSS:
		return HF_STATE_LOST;
	case HF_ACT_TRANSFER:
		if (!event->to.id || event->to.at == HF_DANGLING)
			return HF_STATE_IN_TRANSIT;
		break;
	default:
		break;
	}
	return attested ? HF_STATE_ATTESTED : HF_STATE_DECLARED;
}

/* Later evidence outweighs earlier; where dates do not decide, the order. */
static bool outweighs(const struct hf_copy_status *status,
		      const struct hf_event *event, enum hf_copy_state state)
{
	if (state == HF_STATE_UNACCOUNTED)
		return false;
	if (!status->event)
		return true;
	return !hf_date_is_before(&event->when, &status->event->when);
}

static void derive(const struct hf_graph *graph,
		   const struct hf_chain_policy *policy, size_t copy,
		   struct hf_copy_status *status)
{
	const struct hf_record *record = graph->record;
	const struct hf_event *ending = graph->ending[copy];

	status->state = HF_STATE_UNACCOUNTED;
	for (HF_USES(graph, copy, use)) {
		const struct hf_event *event = &record->events[use->event];
		enum hf_grade grade = hf_record_grade(record, &event->claim);
		enum hf_copy_state state = state_by(event, use->role, grade,
						    policy->accounted);

		/* What is destroyed stays so, whatever is said of later. */
		if (status->event && status->event == ending)
			break;
		if (event != ending && !outweighs(status, event, state))
			continue;
		status->state = state;
		status->event = event;
		status->grade = grade;
	}
}

void hf_derive_states(const struct hf_graph *graph,
		      const struct hf_chain_policy *policy,
		      struct hf_chain_account *account)
{
	for (size_t c = 0; c < graph->record->n_copies; c++)
		derive(graph, policy, c, &account->copies[c]);
}
