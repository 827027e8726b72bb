/* One item on its way: opened, digested, closed. */
#include "digest/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"

static bool same_state(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	       a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Digesters for @algs; those of the item before are used again. */
static bool prepare_evp(struct hf_flight *f, hf_alg_set algs)
{
	struct hf_error err;

	f->by_evp = algs;
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (algs & HF_ALG_BIT(alg) && !f->evp[alg] &&
		    hf_digester_new(&f->evp[alg], HF_ALG_BIT(alg), &err) < 0)
			return false;
	}
	return true;
}

enum hf_item_status hf_flight_open(struct hf_engine *engine,
				   struct hf_flight *f)
{
	const struct hf_engine_job *job = engine->job;
	struct hf_item_result *result = &f->slot->result;
	struct hf_extent *extent = &f->extent;
	hf_alg_set kernels;
	int failed;

	*extent = (struct hf_extent){ .fd = -1, .copy_fd = -1, .kept_fd = -1 };
	atomic_store(&f->lib_failed, false);
	failed = job->open_item(job->ctx, result->item, extent);
	if (failed) {
		result->sys_errno = failed;
		return HF_ITEM_NOT_OPENED;
	}
	result->algs = extent->algs;
	f->length = extent->length;
	f->by_evp = f->stream.algs = 0;
	if (extent->known) {
		f->slot->digests = *extent->known;
		result->known = true;
		result->bytes = f->length;
		atomic_fetch_add_explicit(&engine->bytes, f->length,
					  memory_order_relaxed);
		return HF_ITEM_DONE;
	}
	kernels = extent->algs & engine->kernels;
	hf_multi_begin(&f->stream, kernels);
	if (!prepare_evp(f, extent->algs & ~kernels))
		return HF_ITEM_LIB_ERROR;
	if (extent->fd >= 0 && !extent->before.st_mode &&
	    hf_io->fstat(extent->fd, &extent->before) < 0) {
		result->sys_errno = errno;
		return HF_ITEM_READ_ERROR;
	}
	if (f->length == HF_TO_END)
		f->length = (uint64_t)extent->before.st_size > extent->offset ?
			    (uint64_t)extent->before.st_size - extent->offset : 0;
	hf_reading_begin(engine, f);
	return HF_ITEM_DONE;
}

void hf_flight_close(struct hf_engine *engine, struct hf_flight *f,
		     enum hf_item_status status)
{
	const struct hf_engine_job *job = engine->job;
	struct hf_item_result *result = &f->slot->result;
	struct stat after;
	int failed;

	result->status = status;
	if (status == HF_ITEM_NOT_OPENED)
		return;
	if (f->extent.fd >= 0 &&
	    (status == HF_ITEM_DONE || status == HF_ITEM_SHORT)) {
		if (hf_io->fstat(f->extent.fd, &after) < 0) {
			result->sys_errno = errno;
			result->status = HF_ITEM_READ_ERROR;
		} else if (!same_state(&f->extent.before, &after)) {
			result->status = HF_ITEM_CHANGED;
		}
	}
	if (f->extent.fd >= 0)
		hf_reading_end(engine, f);
	failed = job->close_item(job->ctx, result->item, &f->extent);
	if (failed && result->status == HF_ITEM_DONE) {
		result->status = HF_ITEM_COPY_ERROR;
		result->sys_errno = failed;
	}
}

void hf_flight_finish(struct hf_flight *f)
{
	struct hf_slot *slot = f->slot;
	struct hf_digests one;
	struct hf_error err;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (f->by_evp & HF_ALG_BIT(alg) && f->evp[alg]) {
			/* This also readies it for the next item. */
			if (hf_digester_finish(f->evp[alg], &one, &err) < 0)
				atomic_store(&f->lib_failed, true);
			memcpy(slot->digests.of[alg], one.of[alg],
			       HF_DIGEST_MAX);
		} else if (slot->result.status == HF_ITEM_DONE &&
			   f->stream.algs & HF_ALG_BIT(alg)) {
			hf_multi_digest(&f->stream, alg,
					slot->digests.of[alg]);
		}
	}
	f->by_evp = 0;
	if (atomic_load(&f->lib_failed) && slot->result.status == HF_ITEM_DONE)
		slot->result.status = HF_ITEM_LIB_ERROR;
}

/* What the kernels do not compute goes through OpenSSL, piece by piece. */
static void digest_by_evp(const struct hf_lane *lane, enum hf_alg alg)
{
	struct hf_error err;

	for (size_t i = 0; i < lane->n; i++) {
		const struct hf_piece *piece = &lane->pieces[i];
		struct hf_flight *f = (struct hf_flight *)piece->stream;

		if (f->by_evp & HF_ALG_BIT(alg) &&
		    hf_digester_update(f->evp[alg], piece->data, piece->size,
				       &err) < 0)
			atomic_store(&f->lib_failed, true);
	}
}

void hf_flights_digest(const struct hf_engine *engine, struct hf_lane *lanes,
		       size_t n, hf_alg_set algs)
{
	hf_alg_set by_evp = algs & ~engine->kernels;

	hf_multi_run(lanes, n, algs & engine->kernels);
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		for (size_t i = 0; by_evp & HF_ALG_BIT(alg) && i < n; i++)
			digest_by_evp(&lanes[i], alg);
	}
}

void hf_flight_free(struct hf_flight *f)
{
	if (!f)
		return;
	for (int alg = 0; alg < HF_ALG_COUNT; alg++)
		hf_digester_free(f->evp[alg]);
	free(f);
}
