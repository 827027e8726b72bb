/* One register, with its log, its catalogue, and the key that it signs by. */
#include "register/custody.h"

#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>

#include "base/io.h"
#include "base/text.h"

const char *hf_custody_agent(void)
{
	return "holdfast " HOLDFAST_VERSION " (software)";
}

/* Memory that is empty in a child of this process. */
static struct hf_signer *own_memory(struct hf_error *err)
{
	void *at = mmap(NULL, sizeof(struct hf_signer),
			PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			-1, 0);

	if (at == MAP_FAILED ||
	    madvise(at, sizeof(struct hf_signer), MADV_WIPEONFORK) < 0) {
		hf_fail(err, HF_ESYS, "there is no memory to keep a key in");
		if (at != MAP_FAILED)
			munmap(at, sizeof(struct hf_signer));
		return NULL;
	}
	return at;
}

static void forget_signer(struct hf_custody *custody)
{
	if (!custody->signer)
		return;
	hf_signer_forget(custody->signer);
	munmap(custody->signer, sizeof(*custody->signer));
	custody->signer = NULL;
}

static int open_signer(struct hf_custody *custody, struct hf_error *err)
{
	int there;

	custody->signer = own_memory(err);
	if (!custody->signer)
		return -1;
	there = hf_register_signer(custody->reg, custody->signer, err);
	if (there <= 0)
		forget_signer(custody);
	return there < 0 ? -1 : 0;
}

int hf_custody_open(struct hf_custody *custody, const char *path,
		    struct hf_sink *sink, struct hf_error *err)
{
	struct hf_register *reg;

	*custody = (struct hf_custody){ 0 };
	if (hf_register_open(&custody->reg, path, sink, err) < 0 ||
	    open_signer(custody, err) < 0)
		return -1;
	reg = custody->reg;
	if (hf_log_open(&custody->log, reg->dir, reg->origin, reg->trust,
			custody->signer, sink, err) < 0)
		return -1;
	return hf_catalogue_open(&custody->catalogue, reg->dir, custody->log,
				 err);
}

void hf_custody_close(struct hf_custody *custody)
{
	hf_catalogue_close(custody->catalogue);
	hf_log_close(custody->log);
	forget_signer(custody);
	hf_register_close(custody->reg);
	*custody = (struct hf_custody){ 0 };
}

int hf_custody_lock(struct hf_custody *custody, struct hf_sink *sink,
		    struct hf_error *err)
{
	if (hf_log_may_append(custody->log, err) < 0)
		return -1;
	if (hf_io->flock(custody->reg->dir, LOCK_EX) < 0)
		return hf_fail(err, HF_ESYS, "'%s' cannot be locked",
			       hf_shown(custody->reg->path));
	if (hf_log_refresh(custody->log, sink, err) >= 0 &&
	    hf_catalogue_refresh(custody->catalogue, custody->log, err) == 0)
		return 0;
	hf_custody_unlock(custody);
	return -1;
}

void hf_custody_unlock(struct hf_custody *custody)
{
	hf_io->flock(custody->reg->dir, LOCK_UN);
}

int hf_custody_record(struct hf_custody *custody, struct hf_entry *entry,
		      struct hf_log_place *place, struct hf_error *err)
{
	struct hf_error lesser;

	if (!entry->at[HF_ENTRY_AGENT])
		entry->at[HF_ENTRY_AGENT] = hf_custody_agent();
	if (hf_log_append(custody->log, entry, 1, place, err) < 0)
		return -1;
	/* What is in the log is so; the catalogue can be made of it again. */
	(void)hf_catalogue_refresh(custody->catalogue, custody->log, &lesser);
	return 0;
}

int hf_custody_place(const struct hf_custody *custody, const char *id,
		     struct hf_place *place, struct hf_sink *sink,
		     struct hf_error *err)
{
	const struct hf_location *location = hf_register_location(custody->reg,
								  id);
	int there;

	*place = (struct hf_place){ .dir = -1 };
	if (!location)
		return hf_fail(err, HF_EUSAGE,
			       "the register has no location '%s'; holdfast location list shows them",
			       hf_shown(id));
	if (location->trust == HF_DEAD)
		return hf_fail(err, HF_EUSAGE,
			       "location %s is given up (Trust: dead), and takes nothing in",
			       hf_shown(id));
	there = hf_place_open(place, location, sink, err);
	if (there == 0)
		return hf_fail(err, HF_EREFUSED,
			       "location %s cannot be reached, and nothing was done",
			       hf_shown(id));
	return there < 0 ? -1 : 0;
}
