/* Any bytes as PREMIS: a stranger's XML. */
#include "fuzz.h"

#include "record_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hf_memory_reader memory = { (const char *)data, size };
	struct hf_record *record = NULL;
	struct hf_findings list;
	struct hf_error err;

	hf_findings_init(&list);
	if (hf_premis_read(&record, "premis.xml", hf_read_memory, &memory,
			   &list.sink, &err) == 0 && record->sound)
		check_chain(record, &list.sink);
	hf_record_free(record);
	hf_findings_release(&list);
	return 0;
}
