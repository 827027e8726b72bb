#include "package/describe.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bag/bag.h"
#include "bag/path.h"
#include "base/text.h"
#include "container/open.h"
#include "provenance/record.h"

static void count(struct hf_description *d, const struct hf_file *file)
{
	bool present = file->flags & HF_FILE_PRESENT;

	if (!hf_path_is_payload(file->path, file->path_len))
		d->tag_files += present;
	else if (file->flags & HF_FILE_FETCH && !present)
		d->to_fetch++;
}

static void describe(const struct hf_bag *bag, struct hf_description *d)
{
	uint32_t n = hf_inventory_count(bag->inventory);

	memset(d, 0, sizeof(*d));
	d->major = bag->declaration.major;
	d->minor = bag->declaration.minor;
	snprintf(d->encoding, sizeof(d->encoding), "%s",
		 bag->declaration.encoding);
	d->files = bag->payload_files;
	d->octets = bag->payload_octets;
	d->payload_algs = bag->payload_algs;
	d->tag_algs = bag->tag_algs;
	d->has_record = hf_inventory_find(bag->inventory, HF_RECORD_IN_PACKAGE,
					  strlen(HF_RECORD_IN_PACKAGE)) !=
			HF_NO_FILE;
	for (uint32_t i = 0; i < n; i++)
		count(d, hf_inventory_at(bag->inventory, i));
}

int hf_describe(const char *path,
		void (*info)(void *ctx, const char *label, const char *value),
		void *ctx, struct hf_description *description,
		struct hf_sink *sink, struct hf_error *err)
{
	const struct hf_open_options open = { .no_digests = true };
	struct hf_source *source = NULL;
	struct hf_bag *bag = NULL;
	int ret = -1;

	if (hf_open_bag(&source, path, &open, sink, err) < 0 ||
	    hf_bag_read(&bag, source, HF_BAG_ALL, sink, err) < 0)
		goto out;
	if (bag->declaration_errno) {
		errno = bag->declaration_errno;
		hf_fail(err, HF_ESYS, "cannot read bagit.txt of '%s'",
			hf_shown(path));
		goto out;
	}
	if (!bag->declaration.found) {
		hf_fail(err, HF_EUSAGE, "'%s' is no bag; give the folder that holds its bagit.txt", hf_shown(path));
		goto out;
	}
	describe(bag, description);
	for (size_t i = 0; info && i < bag->info.n; i++)
		info(ctx, bag->info.fields[i].label, bag->info.fields[i].value);
	ret = 0;
out:
	hf_bag_free(bag);
	hf_source_free(source);
	return ret;
}
