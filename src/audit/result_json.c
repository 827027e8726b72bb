/* A run as JSON (docs/formats/json.md). */
#include "audit/report.h"
#include "base/stamp.h"

void hf_amount_json(struct hf_json *json, const char *copies,
		    const char *octets, const struct hf_amount *amount)
{
	hf_json_number(json, copies, amount->copies);
	hf_json_number(json, octets, amount->octets);
}

static void put_time(struct hf_json *json, const char *name, int64_t seconds)
{
	char time[HF_DATETIME_MAX];

	hf_clock_datetime(seconds, time);
	hf_json_text(json, name, time);
}

static int tell_copy(const struct hf_audited_copy *copy, FILE *out)
{
	struct hf_json *json = hf_json_begin("audited");

	hf_json_text(json, "package", copy->package);
	hf_json_text(json, "location", copy->location);
	hf_json_text(json, "due", hf_due_text(copy->why));
	hf_json_text(json, "outcome", hf_audit_outcome_name(copy->outcome));
	if (*copy->root)
		hf_json_text(json, "bag_root", copy->root);
	hf_json_number(json, "files", copy->files);
	hf_json_number(json, "octets", copy->octets);
	hf_json_number(json, "octets_read", copy->read);
	if (copy->entry != UINT64_MAX)
		hf_json_number(json, "entry", copy->entry);
	return hf_json_end(json, out);
}

static int tell_run(const struct hf_audit_result *result, FILE *out)
{
	static const char *const ends[] = {
		[HF_AUDIT_DONE]	   = "done",
		[HF_AUDIT_SPENT]   = "spent",
		[HF_AUDIT_STOPPED] = "stopped",
		[HF_AUDIT_REFUSED] = "refused",
	};
	struct hf_json *json = hf_json_begin("audit");

	hf_json_text(json, "register", result->origin);
	put_time(json, "begin", result->begin);
	put_time(json, "end", result->end);
	hf_json_text(json, "ended", ends[result->ended]);
	hf_amount_json(json, "due_copies", "due_octets", &result->due);
	hf_amount_json(json, "read_copies", "read_octets", &result->read);
	hf_amount_json(json, "left_copies", "left_octets", &result->left);
	/* Of what did not begin there is no verdict. */
	if (result->ended != HF_AUDIT_REFUSED) {
		hf_json_text(json, "fixity", hf_fixity_name(result->fixity));
		hf_json_text(json, "population",
			     hf_chain_name(result->population));
		hf_json_text(json, "lineage", hf_chain_name(result->lineage));
	}
	hf_json_number(json, "status", result->status);
	if (result->entry != UINT64_MAX)
		hf_json_number(json, "entry", result->entry);
	return hf_json_end(json, out);
}

int hf_audit_json(const struct hf_audit_result *result, FILE *out)
{
	int ret = 0;

	for (size_t i = 0; i < result->n_copies; i++)
		ret |= tell_copy(&result->copies[i], out);
	return ret | tell_run(result, out);
}
