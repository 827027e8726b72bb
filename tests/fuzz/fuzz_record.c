/*
 * Any bytes as a record; what could be read of it is put to the chain's
 * judgement, and written as PREMIS.
 */
#include "fuzz.h"

#include "base/text.h"
#include "chain/chain.h"
#include "finding/sink.h"
#include "provenance/premis.h"
#include "provenance/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hf_memory_reader memory = { (const char *)data, size };
	struct hf_chain_options options = { .now = INT64_C(1767225600) };
	struct hf_chain_account *account = NULL;
	struct hf_record *record = NULL;
	struct hf_buf premis = { 0 };
	struct hf_findings list;
	struct hf_error err;

	hf_findings_init(&list);
	if (hf_record_read(&record, "record.txt", hf_read_memory, &memory,
			   &list.sink, &err) < 0) {
		hf_findings_release(&list);
		return 0;
	}
	must(record->sound == (list.n == 0));
	if (record->sound) {
		must(hf_chain_decide(&account, record, &options, &list.sink,
				     &err) == 0);
		hf_chain_account_free(account);
		must(hf_premis_write(&premis, record, NULL, &err) == 0);
		must(hf_utf8_is_valid(hf_buf_text(&premis), premis.len));
	}
	hf_buf_release(&premis);
	hf_record_free(record);
	hf_findings_release(&list);
	return 0;
}
