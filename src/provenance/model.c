#include "base/arena.h"
#include "provenance/facts.h"
#include "provenance/model.h"

#include <stdlib.h>

void hf_record_free(struct hf_record *record)
{
	if (!record)
		return;
	hf_arena_release(&record->arena);
	free(record);
}

enum hf_act hf_event_act(const struct hf_event *event)
{
	return event->type ? event->type->act : HF_ACT_OTHER;
}

bool hf_event_makes(const struct hf_event *event)
{
	enum hf_act act = hf_event_act(event);

	return act == HF_ACT_MAKING || act == HF_ACT_REPLICATION ||
	       act == HF_ACT_REWRITING || act == HF_ACT_ACCESSION ||
	       act == HF_ACT_RECOVERY;
}

enum hf_grade hf_record_grade(const struct hf_record *record,
			      const struct hf_ref *claim)
{
	if (!claim->id || claim->at == HF_DANGLING)
		return HF_G0;
	return record->claims[claim->at].grade;
}

const char *hf_record_agent_name(const struct hf_record *record,
				 const struct hf_ref *agent)
{
	if (!agent->id || agent->at == HF_DANGLING)
		return agent->id;
	return record->agents[agent->at].name ? record->agents[agent->at].name
					      : agent->id;
}

const char *hf_kind_name(enum hf_kind kind)
{
	static const char *const names[HF_KIND_COUNT] = {
		"original", "notes", "print", "carbon", "transcript",
		"translation", "scan", "capture", "calendar", "package",
		"replica",
	};

	return kind < HF_KIND_COUNT ? names[kind] : NULL;
}

const char *hf_grade_name(enum hf_grade grade)
{
	static const char *const names[] = { "G0", "G1", "G2", "G3", "G4",
					     "G5" };

	return grade <= HF_G5 ? names[grade] : NULL;
}

const char *hf_answer_name(enum hf_answer answer)
{
	static const char *const names[] = { "no", "yes", "unknown" };

	return answer <= HF_UNKNOWN ? names[answer] : NULL;
}
