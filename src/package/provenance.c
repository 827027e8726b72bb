#include "package/provenance.h"

#include "base/clock.h"

int hf_provenance_decide(struct hf_provenance *provenance, const char *path,
			 struct hf_sink *sink, struct hf_error *err)
{
	struct hf_chain_options options = { .now = hf_clock_wall() };
	struct hf_provenance p = { 0 };

	if (hf_record_open(&p.record, path, sink, err) < 0)
		return -1;
	if (p.record->sound &&
	    hf_chain_decide(&p.account, p.record, &options, sink, err) < 0) {
		hf_provenance_release(&p);
		return -1;
	}
	*provenance = p;
	return 0;
}

void hf_provenance_release(struct hf_provenance *provenance)
{
	hf_chain_account_free(provenance->account);
	hf_record_free(provenance->record);
	*provenance = (struct hf_provenance){ 0 };
}
