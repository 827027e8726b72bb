/* The folder of a witness: made, and opened. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"
#include "base/text.h"
#include "register/paths.h"
#include "register/signer.h"
#include "register/witness_inside.h"

#define TEXT_MAX	(64 * 1024)	/* octets, of any of its files */

/* --- A new one. --- */

static int build(const char *path, const struct hf_buf *text,
		 const struct hf_signer *signer, struct hf_error *err)
{
	struct hf_staging staging;
	int ret = -1;

	if (hf_staging_begin_over_empty(&staging, path, err) < 0)
		return hf_staging_failed(&staging, path, "made", err);
	if (hf_signer_write(staging.dir, HF_WITNESS_KEY, signer, err) == 0) {
		if (hf_publish_file(staging.dir, HF_WITNESS_TEXT, text->data,
				    text->len) < 0)
			hf_fail(err, HF_ESYS, "cannot write '%s'",
				HF_WITNESS_TEXT);
		else
			ret = hf_staging_publish(&staging, err);
	}
	if (ret < 0)
		hf_staging_failed(&staging, path, "made", err);
	hf_staging_end(&staging);
	return ret;
}

int hf_witness_create(const char *path, const struct hf_witness_init *init,
		      struct hf_buf *vkey, struct hf_error *err)
{
	struct hf_verifier log_key;
	struct hf_signer signer;
	struct hf_buf text = { 0 };
	int ret = -1;

	if (hf_witness_check(init, &log_key, err) < 0 ||
	    hf_signer_new(&signer, init->name, HF_KEY_WITNESS, err) < 0)
		return -1;
	if (hf_witness_text_write(&text, init, err) == 0)
		ret = build(path, &text, &signer, err);
	hf_verifier_format(vkey, &signer.verifier);
	if (ret == 0)
		ret = hf_buf_check(vkey, err);
	hf_signer_forget(&signer);
	hf_buf_release(&text);
	return ret;
}

/* --- One that is there. --- */

static int open_folder(struct hf_witness *w, struct hf_error *err)
{
	do {
		w->dir = hf_io->openat(AT_FDCWD, w->path,
				       O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	} while (w->dir < 0 && errno == EINTR);
	if (w->dir < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       hf_shown(w->path));
	if (hf_io->flock(w->dir, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno == EWOULDBLOCK)
		return hf_fail(err, HF_EREFUSED,
			       "another process is at work on '%s'",
			       hf_shown(w->path));
	return hf_fail(err, HF_ESYS, "cannot lock '%s'", hf_shown(w->path));
}

/* 1, 0 where there is none, -1. */
static int read_file(struct hf_witness *w, const char *name,
		     struct hf_buf *text, struct hf_error *err)
{
	if (hf_read_beneath(w->dir, name, text, TEXT_MAX) == 0)
		return 1;
	return errno == ENOENT ? 0 : hf_fail(err, HF_ESYS,
					     "cannot read '%s/%s'",
					     hf_shown(w->path), name);
}

static int read_text(struct hf_witness_inside *in, struct hf_error *err)
{
	struct hf_witness *w = &in->witness;
	const char *name = hf_arena_printf(&in->arena, "%s/%s", w->path,
					   HF_WITNESS_TEXT), *folder;
	struct hf_witness_text text;
	struct hf_buf raw = { 0 };
	int ret = -1, got;

	if (!name)
		return hf_fail_memory(err);
	got = read_file(w, HF_WITNESS_TEXT, &raw, err);
	if (got == 0)
		hf_fail(err, HF_EUSAGE,
			"'%s' is no witness: there is no %s in it (holdfast witness init makes one)",
			hf_shown(w->path), HF_WITNESS_TEXT);
	if (got > 0 &&
	    hf_witness_text_read(&text, &in->arena, &raw, name, err) == 0 &&
	    hf_path_absolute(&in->arena, w->path, &folder, err) == 0) {
		w->name = text.name;
		w->origin = text.origin;
		w->key_file = hf_path_from(&in->arena, folder, text.key_file);
		ret = w->key_file ? hf_trust_of_keys(&w->trust, text.log_keys,
						     text.n_log_keys, err)
				  : hf_fail_memory(err);
	}
	hf_buf_release(&raw);
	return ret;
}

static int parse_seen(struct hf_witness *w, const struct hf_buf *raw,
		      struct hf_error *err)
{
	struct hf_note note;

	if (hf_note_parse(&note, hf_buf_text(raw), raw->len, true, err) < 0 ||
	    hf_checkpoint_parse(&w->seen.head, note.text, note.len, err) < 0) {
		if (err->code == HF_EFORMAT)
			err->code = HF_EREFUSED;
		return hf_error_within(err, "'%s'", hf_shown(w->seen.path));
	}
	if (strcmp(w->seen.head.origin, w->origin) != 0)
		return hf_fail(err, HF_EREFUSED,
			       "'%s' is of the log '%s', and %s names '%s'",
			       hf_shown(w->seen.path),
			       hf_shown(w->seen.head.origin), HF_WITNESS_TEXT,
			       hf_shown(w->origin));
	return 0;
}

/* A witness that forgot what it saw would cosign whatever it is shown. */
static int read_seen(struct hf_witness_inside *in, struct hf_error *err)
{
	struct hf_witness *w = &in->witness;
	struct hf_buf raw = { 0 };
	int got, ret;

	w->seen.path = hf_arena_printf(&in->arena, "%s/%s", w->path,
				       HF_WITNESS_SEEN);
	if (!w->seen.path)
		return hf_fail_memory(err);
	got = read_file(w, HF_WITNESS_SEEN, &raw, err);
	if (got > 0) {
		w->has_seen = true;
		ret = parse_seen(w, &raw, err);
	} else {
		ret = got < 0 ? -1 : read_file(w, HF_WITNESS_COSIGNED, &raw,
					       err);
		if (ret > 0)
			ret = hf_fail(err, HF_EREFUSED,
				      "'%s' is gone, though a checkpoint was cosigned here: restore it, or copy '%s' there, which is the last that was",
				      hf_shown(w->seen.path),
				      HF_WITNESS_COSIGNED);
	}
	hf_buf_release(&raw);
	return ret;
}

int hf_witness_open(struct hf_witness **witness_ret, const char *path,
		    struct hf_error *err)
{
	struct hf_witness_inside *in = calloc(1, sizeof(*in));

	if (!in)
		return hf_fail_memory(err);
	in->witness.inside = in;
	in->witness.dir = -1;
	in->witness.path = hf_arena_strdup(&in->arena, path);
	if (!in->witness.path)
		hf_fail_memory(err);
	else if (open_folder(&in->witness, err) == 0 &&
		 read_text(in, err) == 0 && read_seen(in, err) == 0) {
		*witness_ret = &in->witness;
		return 0;
	}
	hf_witness_close(&in->witness);
	return -1;
}

void hf_witness_close(struct hf_witness *witness)
{
	struct hf_witness_inside *in;

	if (!witness)
		return;
	in = witness->inside;
	hf_trust_free(witness->trust);
	hf_close(witness->dir);
	hf_arena_release(&in->arena);
	free(in);
}

int hf_witness_vkey(const struct hf_witness *witness, struct hf_buf *vkey,
		    struct hf_error *err)
{
	struct hf_signer signer;

	if (hf_signer_read(witness->key_file, &signer, err) < 0)
		return -1;
	hf_signer_forget(&signer);
	hf_verifier_format(vkey, &signer.verifier);
	return hf_buf_check(vkey, err);
}
