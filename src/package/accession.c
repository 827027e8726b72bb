/* What a record names is packaged, and nothing else. */
#include <errno.h>
#include <string.h>

#include "bag/inventory.h"
#include "base/file.h"
#include "base/io.h"
#include "base/walk.h"
#include "finding/sink.h"
#include "package/plan.h"
#include "provenance/record.h"

struct accession {
	struct hf_plan *plan;
	struct hf_sink *sink;
	struct hf_inventory *named;	/* files of the folder, by name */
	struct hf_inventory *places;	/* in the bag */
};

/* Whether the file may be read is seen now, and not half-way. */
static bool look_at(const struct hf_plan *plan,
		    const struct hf_payload *payload, struct stat *st,
		    const char **why)
{
	int fd = hf_open_regular_beneath(plan->root, payload->file);
	bool seen = fd >= 0 && hf_io->fstat(fd, st) == 0;

	if (!seen)
		*why = errno == EFTYPE_NOT_REGULAR ? "it is not a file" :
		       errno == ELOOP ? "it is a symbolic link" :
		       hf_errno_text(errno);
	hf_close(fd);
	return seen;
}

static int plan_payload(struct accession *accession,
			const struct hf_payload *payload, struct hf_error *err)
{
	struct hf_plan *plan = accession->plan;
	uint32_t before = hf_inventory_count(accession->places), index;
	const char *why = NULL;
	struct stat st;

	if (hf_inventory_add(accession->named, payload->file,
			     strlen(payload->file)) == HF_NO_FILE)
		return hf_fail_memory(err);
	if (!look_at(plan, payload, &st, &why)) {
		hf_refuse(plan, accession->sink, RECORD_PAYLOAD_MISSING,
			  .path = plan->record->name,
			  .line = payload->head.line,
			  .subject = payload->head.id,
			  .actual = payload->file, .detail = why);
		return 0;
	}
	index = hf_inventory_add(accession->places, payload->as,
				 strlen(payload->as));
	if (index == HF_NO_FILE)
		return hf_fail_memory(err);
	if (index != before) {
		hf_refuse(plan, accession->sink, RECORD_PAYLOAD_TWICE,
			  .path = plan->record->name,
			  .line = payload->head.line,
			  .subject = payload->head.id, .actual = payload->as);
		return 0;
	}
	return hf_plan_add_file(plan, payload->file, payload->as,
				(uint64_t)st.st_size, err);
}

static int note_unnamed(void *ctx, const struct hf_walk_entry *entry,
			struct hf_error *err)
{
	struct accession *accession = ctx;

	(void)err;
	if (entry->kind == HF_WALK_UNREADABLE)
		hf_refuse(accession->plan, accession->sink, SOURCE_UNREADABLE,
			  .path = *entry->path ? entry->path : ".",
			  .detail = hf_errno_text(entry->sys_errno));
	else if (entry->kind != HF_WALK_DIRECTORY &&
	    strcmp(entry->path, HF_RECORD_NAME) != 0 &&
	    hf_inventory_find(accession->named, entry->path, entry->len) ==
		    HF_NO_FILE)
		hf_found(accession->sink, RECORD_FILE_UNNAMED,
			 .path = entry->path);
	return HF_WALK_GO_ON;
}

static int tell_unnamed(struct accession *accession, struct hf_error *err)
{
	struct hf_sink *sink = accession->sink;
	struct hf_findings found;
	int walked, told;

	hf_findings_init(&found);
	accession->sink = &found.sink;
	walked = hf_walk(accession->plan->root, NULL, note_unnamed, accession,
			 err);
	accession->sink = sink;
	told = hf_plan_tell_sorted(&found, sink, err);
	return walked < 0 ? walked : told;
}

int hf_plan_accession(struct hf_plan *plan, struct hf_sink *sink,
		      struct hf_error *err)
{
	struct accession accession = { .plan = plan, .sink = sink };
	const struct hf_record *record = plan->record;
	int ret = -1;

	/* The mistakes are in the sink; of payload files, more may follow. */
	plan->refused += !record->sound + record->misquoted;
	if (hf_inventory_new(&accession.named, err) < 0 ||
	    hf_inventory_new(&accession.places, err) < 0)
		goto out;
	for (size_t i = 0; i < record->n_payloads; i++) {
		if (record->payloads[i].file && record->payloads[i].as &&
		    plan_payload(&accession, &record->payloads[i], err) < 0)
			goto out;
	}
	if (!record->n_payloads)
		hf_found(sink, PAYLOAD_EMPTY, .path = record->name);
	ret = record->sound ? tell_unnamed(&accession, err) : 0;
out:
	hf_inventory_free(accession.named);
	hf_inventory_free(accession.places);
	return ret;
}
