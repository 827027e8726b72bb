#include "base/arena.h"
#include "base/list.h"
#include "finding/sink.h"

#include <stdlib.h>
#include <string.h>

/* Copy @s into the list's arena; NULL stays NULL. */
static const char *keep(struct hf_findings *list, const char *s, size_t len)
{
	const char *copy;

	if (!s)
		return NULL;
	copy = hf_arena_memdup(&list->arena, s, len ? len : strlen(s));
	if (!copy)
		list->failed = true;
	return copy;
}

static void keep_finding(struct hf_sink *sink, const struct hf_finding *f)
{
	struct hf_findings *list = (struct hf_findings *)sink;
	struct hf_finding *kept;

	kept = hf_list_grow(list->at, list->n, &list->size, sizeof(*kept));
	if (!kept) {
		list->failed = true;
		return;
	}
	list->at = kept;
	kept = &list->at[list->n++];
	*kept = *f;
	kept->path = keep(list, f->path, f->path_len);
	kept->subject = keep(list, f->subject, 0);
	kept->algorithm = keep(list, f->algorithm, 0);
	kept->expected = keep(list, f->expected, 0);
	kept->actual = keep(list, f->actual, 0);
	kept->detail = keep(list, f->detail, 0);
}

void hf_findings_init(struct hf_findings *list)
{
	memset(list, 0, sizeof(*list));
	list->sink.emit = keep_finding;
}

void hf_findings_release(struct hf_findings *list)
{
	hf_arena_release(&list->arena);
	free(list->at);
	hf_findings_init(list);
}

size_t hf_findings_count(const struct hf_findings *list, enum hf_finding_id id)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += list->at[i].id == id;
	return n;
}

static void judge_finding(struct hf_sink *sink, const struct hf_finding *f)
{
	struct hf_judge *judge = (struct hf_judge *)sink;
	enum hf_severity severity = hf_policy_severity(judge->policy, f);
	enum hf_chain chain;

	judge->count[severity]++;
	judge->status = hf_status_worse(judge->status,
					hf_status_of(f->id, severity));
	hf_judge_fixity(judge, hf_fixity_of(f->id, severity));
	chain = hf_chain_of(f->id, severity, HF_POPULATION);
	if (chain > judge->population)
		judge->population = chain;
	chain = hf_chain_of(f->id, severity, HF_LINEAGE);
	if (chain > judge->lineage)
		judge->lineage = chain;
	if (judge->next)
		hf_emit(judge->next, f);
}

void hf_judge_init(struct hf_judge *judge, const struct hf_policy *policy,
		   struct hf_sink *next)
{
	memset(judge, 0, sizeof(*judge));
	judge->sink.emit = judge_finding;
	judge->next = next;
	judge->policy = policy;
}

void hf_judge_fixity(struct hf_judge *judge, enum hf_fixity at_best)
{
	if (at_best > judge->fixity)
		judge->fixity = at_best;
}
