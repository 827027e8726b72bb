#include "package/provenance.h"

#include "base/clock.h"
#include "container/open.h"
#include "finding/sink.h"

void hf_policy_declared(struct hf_policy *policy,
			const struct hf_declared_policy *declared)
{
	for (size_t i = 0; declared && i < declared->severities.n; i++)
		hf_policy_override(policy, declared->severities.at[i]);
}

/* Takes @record over. */
static int decide(struct hf_provenance *provenance, struct hf_record *record,
		  const struct hf_declared_policy *declared,
		  struct hf_sink *sink, struct hf_error *err)
{
	struct hf_chain_options options = { .now = hf_clock_wall() };
	struct hf_provenance p = { .record = record };

	if (!declared && record->n_policies && !record->packaged)
		declared = record->policies;
	p.policy = declared;
	hf_chain_policy_init(&options.policy, declared);
	if (record->sound &&
	    hf_chain_decide(&p.account, record, &options, sink, err) < 0) {
		hf_provenance_release(&p);
		return -1;
	}
	*provenance = p;
	return 0;
}

int hf_provenance_decide_in(struct hf_provenance *provenance,
			    struct hf_source *bag, const char *path,
			    const struct hf_declared_policy *declared,
			    struct hf_sink *sink, struct hf_error *err)
{
	struct hf_record *record;

	if (hf_record_open_in(&record, bag, path, sink, err) < 0)
		return -1;
	return decide(provenance, record, declared, sink, err);
}

/* What is wrong with the archive as such, verify says. */
static int decide_in_archive(struct hf_provenance *provenance,
			     const char *path,
			     const struct hf_declared_policy *declared,
			     struct hf_sink *sink, struct hf_error *err)
{
	const struct hf_open_options options = { .no_digests = true };
	struct hf_source *bag;
	struct hf_findings unasked;
	int ret;

	hf_findings_init(&unasked);
	ret = hf_open_bag(&bag, path, &options, &unasked.sink, err);
	hf_findings_release(&unasked);
	if (ret < 0)
		return -1;
	ret = hf_provenance_decide_in(provenance, bag, path, declared, sink,
				      err);
	hf_close_bag(bag);
	return ret;
}

int hf_provenance_decide(struct hf_provenance *provenance, const char *path,
			 const struct hf_declared_policy *declared,
			 struct hf_sink *sink, struct hf_error *err)
{
	struct hf_record *record;
	int is_archive = hf_is_archive(path, err);

	if (is_archive < 0)
		return -1;
	if (is_archive)
		return decide_in_archive(provenance, path, declared, sink, err);
	if (hf_record_open(&record, path, sink, err) < 0)
		return -1;
	return decide(provenance, record, declared, sink, err);
}

void hf_provenance_release(struct hf_provenance *provenance)
{
	hf_chain_account_free(provenance->account);
	hf_record_free(provenance->record);
	*provenance = (struct hf_provenance){ 0 };
}
