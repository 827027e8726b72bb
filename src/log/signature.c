/*
 * Signatures over the text of a note.  A witness signs the text with the time
 * in front of it (C2SP tlog-cosignature), so that neither kind can be taken
 * for the other.
 */
#include "log/note.h"

#include <inttypes.h>
#include <string.h>

#include "log/base64.h"
#include "log/ed25519.h"

#define ID_SIZE		4
#define TIME_SIZE	8

bool hf_signature_is_by(const struct hf_signature *signature,
			const struct hf_verifier *verifier)
{
	return signature->id == verifier->id &&
	       strcmp(signature->name, verifier->name) == 0;
}

static void put_number(unsigned char *at, uint64_t number, size_t size)
{
	for (size_t i = size; i-- > 0; number >>= 8)
		at[i] = (unsigned char)number;
}

static uint64_t get_number(const unsigned char *at, size_t size)
{
	uint64_t number = 0;

	for (size_t i = 0; i < size; i++)
		number = number << 8 | at[i];
	return number;
}

/* What a key of @kind signs in place of the text. */
static void put_message(struct hf_buf *message, enum hf_key_kind kind,
			const char *text, size_t len, uint64_t time)
{
	if (kind == HF_KEY_WITNESS)
		hf_buf_printf(message, "cosignature/v1\ntime %" PRIu64 "\n",
			      time);
	hf_buf_add(message, text, len);
}

bool hf_signature_holds(const struct hf_signature *signature,
			const struct hf_verifier *verifier,
			const char *text, size_t len, uint64_t *time_ret)
{
	size_t before = verifier->kind == HF_KEY_WITNESS ? TIME_SIZE : 0;
	uint64_t time = get_number(signature->at, before);
	struct hf_buf message = { 0 };
	bool holds;

	if (signature->size != before + HF_ED25519_SIZE || time > INT64_MAX ||
	    !hf_signature_is_by(signature, verifier))
		return false;
	put_message(&message, verifier->kind, text, len, time);
	holds = !message.failed &&
		hf_ed25519_holds(signature->at + before, verifier->key,
				 hf_buf_text(&message), message.len);
	hf_buf_release(&message);
	if (holds && before && time_ret)
		*time_ret = time;
	return holds;
}

int hf_note_sign(struct hf_buf *note, const struct hf_signer *signer,
		 const char *text, size_t len, uint64_t time,
		 struct hf_error *err)
{
	const struct hf_verifier *verifier = &signer->verifier;
	size_t before = verifier->kind == HF_KEY_WITNESS ? TIME_SIZE : 0;
	unsigned char octets[ID_SIZE + TIME_SIZE + HF_ED25519_SIZE];
	struct hf_buf message = { 0 };
	int result;

	if (before && time > INT64_MAX)
		return hf_fail(err, HF_EUSAGE, "no cosignature can be of the second %" PRIu64,
			       time);
	put_number(octets, verifier->id, ID_SIZE);
	put_number(octets + ID_SIZE, time, before);
	put_message(&message, verifier->kind, text, len, time);
	result = hf_buf_check(&message, err);
	if (result == 0)
		result = hf_ed25519_sign(octets + ID_SIZE + before,
					 signer->seed, hf_buf_text(&message),
					 message.len, err);
	hf_buf_release(&message);
	if (result < 0)
		return -1;
	hf_buf_printf(note, "\xE2\x80\x94 %s ", verifier->name);
	hf_base64_encode(note, octets, ID_SIZE + before + HF_ED25519_SIZE);
	hf_buf_addc(note, '\n');
	return hf_buf_check(note, err);
}
