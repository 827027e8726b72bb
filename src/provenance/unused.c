#include "provenance/unused.h"

#include <stdlib.h>

#include "provenance/labels.h"

struct used {
	bool *of[HF_ENTITY_COUNT];
};

static void use(struct used *used, enum hf_entity entity,
		const struct hf_ref *ref)
{
	if (ref->id && ref->at != HF_DANGLING)
		used->of[entity][ref->at] = true;
}

static void use_all(struct used *used, enum hf_entity entity,
		    const struct hf_refs *refs)
{
	for (size_t i = 0; i < refs->n; i++)
		use(used, entity, &refs->at[i]);
}

static void use_event(struct used *used, const struct hf_event *event)
{
	for (size_t i = 0; i < event->n_by; i++)
		use(used, HF_ENTITY_AGENT, &event->by[i].agent);
	use(used, HF_ENTITY_AGENT, &event->from);
	use(used, HF_ENTITY_AGENT, &event->to);
	use_all(used, HF_ENTITY_COPY, &event->sources);
	use_all(used, HF_ENTITY_COPY, &event->candidates);
	use_all(used, HF_ENTITY_COPY, &event->outcomes);
	use(used, HF_ENTITY_CLAIM, &event->claim);
}

static void use_others(struct used *used, const struct hf_record *record)
{
	for (size_t i = 0; i < record->n_copies; i++)
		use(used, HF_ENTITY_WORK, &record->copies[i].of);
	for (size_t i = 0; i < record->n_populations; i++) {
		use(used, HF_ENTITY_WORK, &record->populations[i].of);
		use_all(used, HF_ENTITY_COPY, &record->populations[i].members);
		use(used, HF_ENTITY_CLAIM, &record->populations[i].claim);
	}
	for (size_t i = 0; i < record->n_agents; i++)
		use(used, HF_ENTITY_AGENT, &record->agents[i].acts_for);
	for (size_t i = 0; i < record->n_claims; i++)
		use(used, HF_ENTITY_AGENT, &record->claims[i].made_by);
	for (size_t i = 0; i < record->n_payloads; i++)
		use(used, HF_ENTITY_COPY, &record->payloads[i].copy);
}

static void tell(const struct hf_record *record, const bool *used,
		 enum hf_entity entity, const void *array, size_t n,
		 struct hf_sink *sink)
{
	const char *at = array;

	for (size_t i = 0; i < n; i++, at += hf_entity_size(entity)) {
		const struct hf_head *head = (const struct hf_head *)at;

		if (!used[i])
			hf_found(sink, RECORD_UNUSED, .path = record->name,
				 .line = head->line, .subject = head->id,
				 .detail = hf_entity_name(entity));
	}
}

int hf_record_check_unused(const struct hf_record *record,
			   struct hf_sink *sink, struct hf_error *err)
{
	const struct {
		enum hf_entity entity;
		const void *array;
		size_t n;
	} kinds[] = {
		{ HF_ENTITY_WORK, record->works, record->n_works },
		{ HF_ENTITY_AGENT, record->agents, record->n_agents },
		{ HF_ENTITY_COPY, record->copies, record->n_copies },
		{ HF_ENTITY_CLAIM, record->claims, record->n_claims },
	};
	struct used used = { { NULL } };
	int ret = -1;

	for (size_t k = 0; k < 4; k++) {
		used.of[kinds[k].entity] = calloc(kinds[k].n + 1,
						  sizeof(bool));
		if (!used.of[kinds[k].entity]) {
			hf_fail_memory(err);
			goto out;
		}
	}
	for (size_t i = 0; i < record->n_events; i++)
		use_event(&used, &record->events[i]);
	use_others(&used, record);
	for (size_t k = 0; k < 4; k++)
		tell(record, used.of[kinds[k].entity], kinds[k].entity,
		     kinds[k].array, kinds[k].n, sink);
	ret = 0;
out:
	for (size_t k = 0; k < 4; k++)
		free(used.of[kinds[k].entity]);
	return ret;
}
