/*
 * Cosigning: what was seen is made durable before the signature that says so
 * leaves.  Cut in between, the next run has seen it, and signs then.
 */
#include <errno.h>
#include <fcntl.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/io.h"
#include "base/replace.h"
#include "base/text.h"
#include "finding/sink.h"
#include "log/cosign.h"
#include "register/signer.h"
#include "register/witness_inside.h"

/* The register, only to be read. */
static int open_register(const char *path, struct hf_error *err)
{
	int dir;

	do {
		dir = hf_io->openat(AT_FDCWD, path,
				    O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	} while (dir < 0 && errno == EINTR);
	if (dir < 0)
		hf_fail(err, HF_ESYS, "cannot open the register '%s'",
			hf_shown(path));
	return dir;
}

static int store(const struct hf_witness *w, const char *name,
		 const struct hf_buf *text, struct hf_error *err)
{
	if (hf_replace_file(w->dir, name, text->data, text->len, NULL) == 0)
		return 0;
	return hf_fail(err, HF_ESYS, "cannot write '%s/%s'", hf_shown(w->path),
		       name);
}

/* A copy that was carried here on a disk may not be ours to write to. */
static bool is_read_only(int error)
{
	return error == EROFS || error == EACCES || error == EPERM;
}

/* 1; 0 where the register does not let us; -1. */
static int deliver(const struct hf_witness *w, int dir,
		   const struct hf_buf *cosigned, struct hf_error *err)
{
	int folder = -1, ret = -1;

	if (hf_make_folder_beneath(dir, "log/witness") == 0)
		folder = hf_open_beneath(dir, "log/witness",
					 O_RDONLY | O_DIRECTORY);
	if (folder >= 0)
		ret = hf_replace_file(folder, w->name, cosigned->data,
				      cosigned->len, NULL);
	if (ret == 0)
		ret = 1;
	else if (is_read_only(errno))
		ret = 0;
	else
		hf_fail(err, HF_ESYS, "cannot write 'log/witness/%s' of the register; '%s/%s' has it",
			w->name, hf_shown(w->path), HF_WITNESS_COSIGNED);
	hf_close(folder);
	return ret;
}

/* The key is read last: what examines a bag must not have known it. */
static int sign(const struct hf_witness *w, const struct hf_buf *note,
		struct hf_buf *cosigned, struct hf_error *err)
{
	struct hf_signer signer;
	int ret;

	if (hf_signer_read(w->key_file, &signer, err) < 0)
		return -1;
	if (signer.verifier.kind != HF_KEY_WITNESS)
		ret = hf_fail(err, HF_EREFUSED,
			      "'%s' is the key of a log, and a witness does not sign with that",
			      hf_shown(w->key_file));
	else
		ret = hf_checkpoint_cosign(cosigned, note, w->trust, &signer,
					   (uint64_t)hf_clock_wall(), err);
	hf_signer_forget(&signer);
	return ret;
}

static int cosign(const struct hf_witness *w, int dir,
		  const struct hf_buf *note, struct hf_witnessed *witnessed,
		  struct hf_error *err)
{
	struct hf_buf cosigned = { 0 };
	int ret = -1;

	if (store(w, HF_WITNESS_SEEN, note, err) == 0 &&
	    sign(w, note, &cosigned, err) == 0 &&
	    store(w, HF_WITNESS_COSIGNED, &cosigned, err) == 0) {
		witnessed->cosigned = true;
		ret = deliver(w, dir, &cosigned, err);
		witnessed->delivered = ret > 0;
	}
	hf_buf_release(&cosigned);
	return ret < 0 ? -1 : 0;
}

static int look(struct hf_witness *w, int dir,
		const struct hf_witness_options *options,
		struct hf_judge *judge, struct hf_witnessed *witnessed,
		struct hf_buf *note, struct hf_error *err)
{
	struct hf_log_summary summary;

	if (hf_log_verify_since(dir, w->origin, w->trust,
				w->has_seen ? &w->seen : NULL, &judge->sink,
				&summary, note, err) < 0)
		return -1;
	witnessed->head = summary.head;
	/* Where the log is not to be trusted, nothing says what must lie here. */
	if (judge->status != HF_STATUS_OK || !options->replica)
		return 0;
	return hf_witness_read_replica(w, dir, &summary.head, options,
				       &judge->sink, witnessed, err);
}

int hf_witness_cosign(struct hf_witness *witness, const char *path,
		      const struct hf_witness_options *options,
		      struct hf_sink *sink, struct hf_witnessed *witnessed,
		      struct hf_error *err)
{
	struct hf_buf note = { 0 };
	struct hf_policy policy;
	struct hf_judge judge;
	int dir = open_register(path, err), ret;

	*witnessed = (struct hf_witnessed){ 0 };
	if (dir < 0)
		return -1;
	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, sink);
	ret = look(witness, dir, options, &judge, witnessed, &note, err);
	if (ret == 0 && judge.status == HF_STATUS_OK)
		ret = cosign(witness, dir, &note, witnessed, err);
	if (ret == 0 && witnessed->cosigned) {
		witness->has_seen = true;
		witness->seen.head = witnessed->head;
	}
	hf_buf_release(&note);
	hf_close(dir);
	return ret;
}
