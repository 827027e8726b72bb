#include "register/ingest.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "digest/algorithm.h"
#include "register/admission.h"

/* One ingest. */
struct ingest {
	struct hf_custody *custody;
	const char *path;
	const struct hf_ingest_options *options;
	struct hf_sink *sink;
	struct hf_receipt *receipt;
	struct hf_error *err;
	struct hf_place place;
	struct hf_profile *profile;	/* that the register's policy asks for */
	struct hf_arrival arrival;
};

/* What this register asks of a bag beyond being valid. */
static void hold_against_policy(struct ingest *in)
{
	const struct hf_register_policy *policy = &in->custody->reg->policy;
	struct hf_arrival *arrival = &in->arrival;
	const char *why;

	if (!hf_package_name_is_good(arrival->name, &why))
		hf_found(&arrival->judge.sink, PACKAGE_NAME_UNFIT,
			 .subject = arrival->name, .detail = why);
	if (policy->algorithms &&
	    !(arrival->seen.payload_algs & policy->algorithms))
		hf_found(&arrival->judge.sink, DIGEST_NOT_ACCEPTED,
			 .subject = arrival->name,
			 .detail = "see Algorithms in register.txt");
}

static void tell_findings(const struct ingest *in)
{
	const struct hf_findings *findings = &in->arrival.findings;

	for (size_t i = 0; i < findings->n; i++)
		hf_emit(in->sink, &findings->at[i]);
}

/* Half a bag proves nothing of the bag, and is of use to nobody. */
static bool is_seen(const struct ingest *in)
{
	const struct hf_findings *findings = &in->arrival.findings;

	for (size_t i = 0; i < findings->n; i++) {
		enum hf_finding_id id = findings->at[i].id;

		if (id == HF_READ_ERROR || id == HF_UNREADABLE ||
		    id == HF_CHANGED_DURING_READ)
			return false;
	}
	return true;
}

static int take(struct ingest *in)
{
	const char *profile = in->custody->reg->policy.profile;
	struct hf_profile_set set = { .at = &in->profile, .n = 1 };

	if (profile && hf_profile_open(&in->profile, profile, in->sink,
				       in->err) < 0)
		return -1;
	return hf_arrival_take(&in->arrival, in->path,
			       profile ? &set : NULL, in->err);
}

static int ingest(struct ingest *in)
{
	const struct hf_admission admission = {
		.event = "ingestion", .from = in->path,
		.note = in->options->note,
		.new_version = in->options->new_version,
	};

	if (hf_arrival_begin(&in->arrival, &in->place, &in->options->moving,
			     in->err) < 0 || take(in) < 0)
		return -1;
	hold_against_policy(in);
	tell_findings(in);
	if (!is_seen(in))
		return hf_fail(in->err, HF_EREFUSED,
			       "'%s' could not be read whole, so nothing of it was taken in, or put into quarantine",
			       hf_shown(in->path));
	snprintf(in->receipt->package, sizeof(in->receipt->package), "%s",
		 in->arrival.name);
	in->receipt->location = in->place.location->id;
	if (!hf_arrival_is_fit(&in->arrival))
		return hf_refuse_arrival(in->custody, &in->arrival, in->path,
					 in->receipt, in->err);
	if (hf_arrival_settle(&in->arrival, in->err) < 0)
		return -1;
	return hf_admit(in->custody, &in->arrival, &admission, in->sink,
			in->receipt, in->err);
}

int hf_ingest(struct hf_custody *custody, const char *path, const char *to,
	      const struct hf_ingest_options *options, struct hf_sink *sink,
	      struct hf_receipt *receipt, struct hf_error *err)
{
	struct ingest in = {
		.custody = custody, .path = path, .options = options,
		.sink = sink, .receipt = receipt, .err = err,
		.arrival = { .incoming = HF_INCOMING_NONE },
	};
	int ret = -1;

	*receipt = (struct hf_receipt){ 0 };
	if (hf_custody_place(custody, to, &in.place, sink, err) < 0)
		return -1;
	ret = ingest(&in);
	hf_arrival_end(&in.arrival);
	hf_profile_free(in.profile);
	hf_place_close(&in.place);
	return ret;
}
