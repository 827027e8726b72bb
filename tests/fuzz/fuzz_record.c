/* Any bytes as a record. */
#include "fuzz.h"

#include "provenance/record.h"
#include "record_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hf_memory_reader memory = { (const char *)data, size };
	struct hf_record *record = NULL;
	struct hf_findings list;
	struct hf_error err;
	unsigned long line = 0;

	hf_findings_init(&list);
	must(hf_record_read(&record, "record.txt", hf_read_memory, &memory,
			    &list.sink, &err) == 0);
	must(record->sound == (list.n == 0));
	for (size_t i = 0; i < list.n; i++) {
		must(list.at[i].line >= line || !list.at[i].line);
		if (list.at[i].line)
			line = list.at[i].line;
	}
	if (record->sound) {
		check_chain(record, &list.sink);
		if (!has_control(data, size))
			check_round_trip(record);
	}
	hf_record_free(record);
	hf_findings_release(&list);
	return 0;
}
