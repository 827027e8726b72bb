#include "register/keys.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "register/custody.h"
#include "register/edit.h"
#include "register/lock.h"
#include "register/signer.h"
#include "register/unfinished.h"

/* --- Files of keys. --- */

static int make_key(const struct hf_register *reg, struct hf_signer *signer,
		    struct hf_error *err)
{
	char name[32];

	if (hf_signer_new(signer, reg->origin, HF_KEY_SIGNER, err) < 0)
		return -1;
	hf_key_file_name(name, signer->verifier.id);
	return hf_signer_write(reg->dir, name, signer, err);
}

/* 0; or -1 with @missing (HF_EREFUSED), or why it cannot be seen. */
static int want_key_file(const struct hf_register *reg,
			 const struct hf_verifier *key, const char *missing,
			 struct hf_error *err)
{
	char name[32];
	int fd;

	hf_key_file_name(name, key->id);
	fd = hf_open_regular_beneath(reg->dir, name);
	if (fd < 0)
		return errno == ENOENT ? hf_fail(err, HF_EREFUSED, "%s", missing)
		       : hf_fail(err, HF_ESYS, "the key '%s' cannot be read",
				 name);
	hf_close(fd);
	return 0;
}

static int name_key(const struct hf_register *reg,
		    const struct hf_verifier *key, struct hf_error *err)
{
	char name[32];

	hf_key_file_name(name, key->id);
	return hf_edit_key_file(reg, name, err);
}

static int trust_key(const struct hf_register *reg,
		     const struct hf_verifier *key, struct hf_error *err)
{
	struct hf_buf vkey = { 0 };
	int ret = -1;

	hf_verifier_format(&vkey, key);
	if (hf_buf_check(&vkey, err) == 0)
		ret = hf_edit_trust_key(reg, hf_buf_text(&vkey), err);
	hf_buf_release(&vkey);
	return ret;
}

/* --- The first one. --- */

/* The log as it is, with the key that from now on signs it. */
static int log_first(const struct hf_register *reg,
		     const struct hf_signer *signer, struct hf_sink *sink,
		     struct hf_error *err)
{
	struct hf_buf vkey = { 0 };
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT]   = "key generation",
		[HF_ENTRY_AGENT]   = hf_custody_agent(),
		[HF_ENTRY_OUTCOME] = "pass",
	} };
	struct hf_log *log = NULL;
	int ret = -1;

	hf_verifier_format(&vkey, &signer->verifier);
	entry.at[HF_ENTRY_KEY] = hf_buf_text(&vkey);
	if (hf_buf_check(&vkey, err) == 0 &&
	    hf_log_open(&log, reg->dir, reg->origin, reg->trust, signer, sink,
			err) == 0)
		ret = hf_log_append(log, &entry, 1, NULL, err);
	hf_log_close(log);
	hf_buf_release(&vkey);
	return ret;
}

/* It signs, then it is trusted, then used: a run that was cut is gone on with. */
static int make_first(const struct hf_register *reg, struct hf_buf *vkey,
		      struct hf_sink *sink, struct hf_error *err)
{
	struct hf_signer signer = { 0 };
	int ret = hf_key_that_signed(reg, &signer, err);

	if (ret == 0) {
		ret = make_key(reg, &signer, err);
		if (ret == 0)
			ret = log_first(reg, &signer, sink, err);
	}
	if (ret >= 0)
		ret = trust_key(reg, &signer.verifier, err);
	if (ret == 0)
		ret = name_key(reg, &signer.verifier, err);
	if (ret == 0)
		hf_verifier_format(vkey, &signer.verifier);
	hf_signer_forget(&signer);
	return ret;
}

static int have_first(const struct hf_register *reg, struct hf_buf *vkey,
		      struct hf_sink *sink, struct hf_error *err)
{
	const struct hf_verifier *trusted = hf_trust_log_key(reg->trust, 0);
	int ret;

	if (reg->key_file) {
		ret = hf_fail(err, HF_EREFUSED,
			      "the register has a key already; holdfast key rotate lets another take over");
	} else if (!trusted) {
		ret = make_first(reg, vkey, sink, err);
	} else {
		/* A run was cut before the last step. */
		ret = want_key_file(reg, trusted,
				    "trust.txt names a key of the log whose file is not here; name that with Key-File in register.txt, or take its line out of trust.txt",
				    err);
		if (ret == 0)
			ret = name_key(reg, trusted, err);
		if (ret == 0)
			hf_verifier_format(vkey, trusted);
	}
	return ret;
}

/* Others who write wait; what they wrote is then read. */
static int lock(const char *path, struct hf_sink *sink, struct hf_error *err)
{
	struct hf_register *reg;
	int fd;

	if (hf_register_open(&reg, path, sink, err) < 0)
		return -1;
	fd = hf_register_lock(reg, err);
	hf_register_close(reg);
	return fd;
}

int hf_key_new(const char *path, struct hf_buf *vkey, struct hf_sink *sink,
	       struct hf_error *err)
{
	struct hf_register *reg;
	int locked = lock(path, sink, err), ret = -1;

	if (locked >= 0 && hf_register_open(&reg, path, sink, err) == 0) {
		ret = have_first(reg, vkey, sink, err);
		hf_register_close(reg);
	}
	hf_close(locked);
	return ret;
}

/* --- Another one. --- */

/* How far a rotation is: by the keys that are trusted, and the one in use. */
enum rotation {
	NOT_BEGUN,	/* only the one in use is trusted */
	TRUSTED,	/* another one is trusted, behind it */
	IN_USE,		/* another one is trusted, before it: the old one */
	IMPOSSIBLE,
};

struct rotating {
	struct hf_custody custody;
	const struct hf_verifier *other;	/* trusted, and not in use */
};

static bool is_key(const struct hf_verifier *a, const struct hf_verifier *b)
{
	return a->id == b->id && !memcmp(a->key, b->key, sizeof(a->key));
}

static enum rotation how_far(struct rotating *r)
{
	const struct hf_trust *trust = r->custody.reg->trust;
	const struct hf_verifier *in_use = &r->custody.signer->verifier, *key;
	enum rotation far = NOT_BEGUN;
	bool found = false;
	size_t i;

	for (i = 0; (key = hf_trust_log_key(trust, i)); i++) {
		if (is_key(key, in_use)) {
			found = true;
			continue;
		}
		r->other = key;
		far = found ? TRUSTED : IN_USE;
	}
	return found && i <= 2 ? far : IMPOSSIBLE;
}

static bool is_text(const char *there, const char *wanted)
{
	return there && !strcmp(there, wanted);
}

/* Whether a run that was cut behind it has logged that: 1, 0, or -1. */
static int is_logged(struct rotating *r, const struct hf_entry *wanted,
		     struct hf_error *err)
{
	struct hf_buf storage = { 0 };
	struct hf_run_seen seen;
	struct hf_entry last;
	int there = hf_catalogue_runs(r->custody.catalogue,
				      wanted->at[HF_ENTRY_EVENT], &seen, 1,
				      err);

	if (there > 0 && hf_log_read(r->custody.log, &seen.place, &last,
				     &storage, err) < 0)
		there = -1;
	if (there > 0)
		there = is_text(last.at[HF_ENTRY_KEY],
				wanted->at[HF_ENTRY_KEY]) &&
			is_text(last.at[HF_ENTRY_PREVIOUS_KEY],
				wanted->at[HF_ENTRY_PREVIOUS_KEY]);
	hf_buf_release(&storage);
	return there;
}

static int log_rotation(struct rotating *r, const char *event,
			const struct hf_verifier *key,
			const struct hf_verifier *previous,
			struct hf_error *err)
{
	struct hf_buf now = { 0 }, before = { 0 };
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT]   = event,
		[HF_ENTRY_OUTCOME] = "pass",
	} };
	struct hf_log_place place;
	int ret = -1;

	hf_verifier_format(&now, key);
	hf_verifier_format(&before, previous);
	entry.at[HF_ENTRY_KEY] = hf_buf_text(&now);
	entry.at[HF_ENTRY_PREVIOUS_KEY] = hf_buf_text(&before);
	if (hf_buf_check(&now, err) == 0 && hf_buf_check(&before, err) == 0)
		ret = is_logged(r, &entry, err);
	if (ret == 0)
		ret = hf_custody_record(&r->custody, &entry, &place, err);
	hf_buf_release(&now);
	hf_buf_release(&before);
	return ret < 0 ? -1 : 0;
}

static int begin_rotation(struct rotating *r, struct hf_error *err)
{
	struct hf_signer next = { 0 };
	int ret = -1;

	if (make_key(r->custody.reg, &next, err) == 0)
		ret = trust_key(r->custody.reg, &next.verifier, err);
	hf_signer_forget(&next);
	return ret;
}

static int take_into_use(struct rotating *r, struct hf_error *err)
{
	if (want_key_file(r->custody.reg, r->other,
			  "trust.txt names a second key of the log whose file is not here; take its line out if nothing was signed by it",
			  err) < 0 ||
	    log_rotation(r, "key rotation", r->other,
			 &r->custody.signer->verifier, err) < 0)
		return -1;
	return name_key(r->custody.reg, r->other, err);
}

static int retire(struct rotating *r, struct hf_error *err)
{
	struct hf_buf vkey = { 0 };
	int ret = -1;

	hf_verifier_format(&vkey, r->other);
	if (hf_buf_check(&vkey, err) == 0 &&
	    log_rotation(r, "key retirement", &r->custody.signer->verifier,
			 r->other, err) == 0)
		ret = hf_edit_retire_key(r->custody.reg, hf_buf_text(&vkey),
					 err);
	hf_buf_release(&vkey);
	return ret;
}

/* One step; 1 where another has to follow, 0 when it is over. */
static int step(const char *path, bool begun, struct hf_buf *vkey,
		enum rotation *far, struct hf_sink *sink, struct hf_error *err)
{
	struct rotating r = { 0 };
	int ret = -1;

	*far = NOT_BEGUN;
	if (hf_custody_open(&r.custody, path, sink, err) < 0)
		goto out;
	if (!r.custody.signer) {
		hf_fail(err, HF_EREFUSED,
			"the register has no key yet; holdfast key new makes one");
		goto out;
	}
	*far = how_far(&r);
	if (*far == IMPOSSIBLE)
		hf_fail(err, HF_EREFUSED,
			"trust.txt must name the key in use, and at most one other, for a rotation");
	else if (*far == TRUSTED)
		ret = take_into_use(&r, err) < 0 ? -1 : 1;
	else if (*far == IN_USE)
		ret = retire(&r, err) < 0 ? -1 : 1;
	else if (!begun)
		ret = begin_rotation(&r, err) < 0 ? -1 : 1;
	else
		ret = 0;
	if (ret == 0)
		hf_verifier_format(vkey, &r.custody.signer->verifier);
out:
	hf_custody_close(&r.custody);
	return ret;
}

int hf_key_rotate(const char *path, struct hf_buf *vkey, bool *finished,
		  struct hf_sink *sink, struct hf_error *err)
{
	enum rotation far;
	int locked = lock(path, sink, err), ret;

	*finished = false;
	if (locked < 0)
		return -1;
	/* Each step leaves files that say which is next, whoever goes on. */
	ret = step(path, false, vkey, &far, sink, err);
	*finished = far != NOT_BEGUN;
	while (ret > 0)
		ret = step(path, true, vkey, &far, sink, err);
	hf_close(locked);
	return ret;
}
