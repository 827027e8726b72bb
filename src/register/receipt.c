#include "register/receipt.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/staging.h"
#include "base/text.h"

void hf_receipt_release(struct hf_receipt *receipt)
{
	hf_buf_release(&receipt->proof);
}

int hf_receipt_of(struct hf_receipt *receipt, struct hf_custody *custody,
		  const struct hf_log_place *place, int64_t time,
		  struct hf_error *err)
{
	receipt->place = *place;
	receipt->time = time;
	receipt->head = *hf_log_head(custody->log);
	hf_buf_clear(&receipt->proof);
	return hf_log_prove(custody->log, place, &receipt->proof, err);
}

struct search {
	uint64_t number;
	struct hf_log_place found;
	bool is_found;
};

static int look(void *ctx, const struct hf_log_place *place,
		struct hf_error *err)
{
	struct search *search = ctx;

	(void)err;
	if (place->number == search->number) {
		search->found = *place;
		search->is_found = true;
	}
	return 0;
}

int hf_receipt_by_number(struct hf_receipt *receipt, struct hf_custody *custody,
			 uint64_t number, struct hf_error *err)
{
	struct search search = { .number = number };
	struct hf_buf storage = { 0 };
	struct hf_entry entry;
	int ret;

	if (hf_catalogue_entries(custody->catalogue, receipt->package, look,
				 &search, err) < 0)
		return -1;
	if (!search.is_found)
		return hf_fail(err, HF_EFORMAT,
			       "the catalogue has no entry %llu of '%s'; make it anew with holdfast catalogue rebuild",
			       (unsigned long long)number,
			       hf_shown(receipt->package));
	ret = hf_log_read(custody->log, &search.found, &entry, &storage, err);
	hf_buf_release(&storage);
	return ret < 0 ? -1 : hf_receipt_of(receipt, custody, &search.found,
					    entry.time, err);
}

int hf_receipt_write(const struct hf_receipt *receipt, const char *path,
		     struct hf_error *err)
{
	struct hf_staging staging;
	int ret = hf_staging_begin_file(&staging, path, err);

	if (ret == 0 && hf_write_all(staging.dir, receipt->proof.data,
				     receipt->proof.len) < 0)
		ret = hf_fail(err, HF_ESYS, "cannot write the receipt '%s'",
			      hf_shown(path));
	if (ret == 0)
		ret = hf_staging_publish(&staging, err);
	hf_staging_end(&staging);
	return ret;
}
