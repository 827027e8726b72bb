/*
 * What may be done with a record that a stranger wrote, once it was read: the
 * chain is decided, and told; it is written as PREMIS, and read back.
 */
#ifndef HF_TESTS_RECORD_CHECK_H
#define HF_TESTS_RECORD_CHECK_H

#include "base/buf.h"
#include "base/text.h"
#include "chain/chain.h"
#include "finding/sink.h"
#include "fuzz.h"
#include "provenance/premis.h"

static inline void check_chain(const struct hf_record *record,
			       struct hf_sink *sink)
{
	struct hf_chain_options options = { .now = INT64_C(1767225600) };
	struct hf_chain_account *account = NULL;
	struct hf_error err;

	hf_chain_policy_init(&options.policy, record->n_policies
			     ? &record->policies[0] : NULL);
	must(hf_chain_decide(&account, record, &options, sink, &err) == 0);
	for (size_t i = 0; i < account->n_descents; i++) {
		const struct hf_descent *descent = &account->descents[i];

		must(descent->copy < record->n_copies);
		must(descent->root < record->n_copies ||
		     descent->broken_at < record->n_copies);
		must(descent->hops < record->n_copies);
	}
	hf_chain_account_free(account);
}

/* XML 1.0, 2.2: control characters cannot be in it, so nor in a round trip. */
static inline int has_control(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (data[i] < 0x20 && !strchr("\n\r\t", data[i]))
			return 1;
		if (data[i] == 0)
			return 1;
	}
	return 0;
}

/* What PREMIS says of the record is what the record says. */
static inline void check_round_trip(const struct hf_record *record)
{
	struct hf_buf premis = { 0 };
	struct hf_memory_reader memory;
	struct hf_record *back = NULL;
	struct hf_findings list;
	struct hf_error err;

	must(hf_premis_write(&premis, record, NULL, &err) == 0);
	must(hf_utf8_is_valid(hf_buf_text(&premis), premis.len));
	memory = (struct hf_memory_reader){ premis.data, premis.len };
	hf_findings_init(&list);
	must(hf_premis_read(&back, "premis.xml", hf_read_memory, &memory,
			    &list.sink, &err) == 0);
	must(back->n_copies == record->n_copies);
	must(back->n_events == record->n_events);
	must(back->n_populations == record->n_populations);
	hf_record_free(back);
	hf_findings_release(&list);
	hf_buf_release(&premis);
}

#endif
