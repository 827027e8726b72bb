#include "package/documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "provenance/dc.h"
#include "provenance/premis.h"

/* What is known of the payload files, in the order of the record. */
static int gather_facts(const struct hf_bag_writer *writer,
			const struct hf_record *record,
			struct hf_payload_facts *facts,
			struct hf_digests *digests, struct hf_error *err)
{
	for (size_t i = 0; i < record->n_payloads; i++) {
		char *path;
		uint32_t index;

		if (asprintf(&path, "data/%s", record->payloads[i].as) < 0)
			return hf_fail_memory(err);
		index = hf_inventory_find(writer->payload, path, strlen(path));
		free(path);
		if (index == HF_NO_FILE)
			continue;
		hf_inventory_get(writer->payload, index, writer->algs,
				 &digests[i]);
		facts[i] = (struct hf_payload_facts){
			.known = true, .algs = writer->algs,
			.size = hf_inventory_at(writer->payload, index)->size,
			.digests = &digests[i] };
	}
	return 0;
}

static int write_premis(struct hf_bag_writer *writer,
			const struct hf_record *record, struct hf_error *err)
{
	size_t n = record->n_payloads + 1;
	struct hf_payload_facts *facts = calloc(n, sizeof(*facts));
	struct hf_digests *digests = calloc(n, sizeof(*digests));
	struct hf_buf text = { 0 };
	int ret = -1;

	if (!facts || !digests) {
		hf_fail_memory(err);
		goto out;
	}
	if (gather_facts(writer, record, facts, digests, err) < 0 ||
	    hf_premis_write(&text, record, facts, err) < 0)
		goto out;
	ret = hf_bag_writer_tag(writer, HF_PREMIS_IN_PACKAGE, text.data,
				text.len, err);
out:
	hf_buf_release(&text);
	free(facts);
	free(digests);
	return ret;
}

int hf_documents_write(struct hf_bag_writer *writer,
		       const struct hf_record *record, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	int ret = write_premis(writer, record, err);

	if (ret == 0)
		ret = hf_dc_write(&text, record, err);
	if (ret == 0)
		ret = hf_bag_writer_tag(writer, HF_DC_IN_PACKAGE, text.data,
					text.len, err);
	hf_buf_release(&text);
	return ret;
}
