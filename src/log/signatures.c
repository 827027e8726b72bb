/*
 * What a checkpoint's signatures are worth: each is held against the keys of
 * trust.txt.  Those by other keys say nothing (C2SP signed-note); but where
 * trust.txt names a key of the log, a checkpoint must be signed by one of
 * them: a signature that was taken away must not pass for one never made.
 */
#include "log/inside.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const struct hf_verifier *log_key(const struct hf_trust *trust, size_t i)
{
	return trust ? hf_trust_log_key(trust, i) : NULL;
}

static const struct hf_verifier *witness_key(const struct hf_trust *trust,
					     size_t i)
{
	return trust ? hf_trust_witness_key(trust, i) : NULL;
}

/* Whether a key of that list made @signature, and it holds. */
static bool is_by(const struct hf_signature *signature,
		  const struct hf_verifier *(*key)(const struct hf_trust *, size_t),
		  const struct hf_note *note, const struct hf_trust *trust,
		  bool *bad)
{
	const struct hf_verifier *verifier;
	bool holds = false;

	for (size_t i = 0; (verifier = key(trust, i)); i++) {
		if (!hf_signature_is_by(signature, verifier))
			continue;
		if (hf_signature_holds(signature, verifier, note->text,
				       note->len, NULL))
			holds = true;
		else
			*bad = true;
	}
	return holds;
}

void hf_signatures_check(struct hf_signed *ret, const struct hf_note *note,
			 const struct hf_trust *trust, const char *path,
			 struct hf_sink *sink)
{
	*ret = (struct hf_signed){ .any = note->n_signatures > 0 };
	for (size_t i = 0; i < note->n_signatures; i++) {
		const struct hf_signature *signature = &note->signatures[i];
		char detail[2 * HF_KEY_NAME_MAX];
		bool bad = false;

		ret->by_log |= is_by(signature, log_key, note, trust, &bad);
		ret->by_witness |= is_by(signature, witness_key, note, trust,
					 &bad);
		if (!bad)
			continue;
		ret->bad = true;
		snprintf(detail, sizeof(detail), "the signature of the key %s+%08x",
			 hf_shown(signature->name), signature->id);
		hf_found(sink, SIGNATURE_INVALID, .path = path,
			 .detail = detail);
	}
}

bool hf_signatures_judge(const struct hf_note *note,
			 const struct hf_trust *trust, const char *path,
			 struct hf_sink *sink)
{
	struct hf_signed is;

	hf_signatures_check(&is, note, trust, path, sink);
	if (is.by_log || is.bad)
		return is.by_log;
	if (is.any)
		hf_found(sink, SIGNATURE_UNKNOWN, .path = path,
			 .detail = log_key(trust, 0) ? NULL :
			 "trust.txt names no key of the log; where holdfast key new was interrupted, run again it finishes");
	else if (log_key(trust, 0))
		hf_found(sink, SIGNATURE_UNKNOWN, .path = path,
			 .detail = "it has no signature at all, though trust.txt names a key of the log: it was taken away, or the checkpoint was written without the key");
	else
		hf_found(sink, CHECKPOINT_UNSIGNED, .path = path);
	return false;
}

static bool is_trusted(const struct hf_trust *trust,
		       const struct hf_verifier *key)
{
	const struct hf_verifier *trusted;

	for (size_t i = 0; (trusted = log_key(trust, i)); i++) {
		if (trusted->id == key->id &&
		    !memcmp(trusted->key, key->key, sizeof(key->key)))
			return true;
	}
	return false;
}

int hf_signer_suffices(const struct hf_signer *signer,
		       const struct hf_trust *trust, struct hf_error *err)
{
	if (!log_key(trust, 0) ||
	    (signer && is_trusted(trust, &signer->verifier)))
		return 0;
	return hf_fail(err, HF_EREFUSED, "trust.txt names a key of the log, and what signs here is not one of those%s: nothing is added that would not verify",
		       signer ? "" :
		       " (register.txt has no Key-File; where holdfast key new was interrupted, run again it finishes)");
}

int hf_checkpoint_take(struct hf_checkpoint *head, struct hf_note *note,
		       const struct hf_buf *text, const char *origin,
		       const char *path, struct hf_sink *sink,
		       struct hf_error *err)
{
	char detail[3 * HF_KEY_NAME_MAX];

	if (hf_note_parse(note, hf_buf_text(text), text->len, true, err) < 0 ||
	    hf_checkpoint_parse(head, note->text, note->len, err) < 0) {
		if (err->code != HF_EFORMAT)
			return -1;
		hf_found(sink, CHECKPOINT_MALFORMED, .path = path,
			 .detail = err->text);
		return 0;
	}
	if (!strcmp(head->origin, origin))
		return 1;
	snprintf(detail, sizeof(detail), "it is of the log '%s', and this is '%s'",
		 hf_shown(head->origin), hf_shown(origin));
	hf_found(sink, CHECKPOINT_MALFORMED, .path = path, .detail = detail);
	return 0;
}
