#include "log/cosign.h"

#include "base/buf.h"
#include "log/base64.h"

/* As the line was: base64 has one spelling. */
static void put_signature(struct hf_buf *out,
			  const struct hf_signature *signature)
{
	unsigned char octets[4 + sizeof(signature->at)];
	struct hf_buf raw = { 0 };

	for (int i = 0; i < 4; i++)
		octets[i] = (unsigned char)(signature->id >> (24 - 8 * i));
	hf_buf_add(&raw, octets, 4);
	hf_buf_add(&raw, signature->at, signature->size);
	hf_buf_printf(out, "\xE2\x80\x94 %s ", signature->name);
	if (raw.failed)
		out->failed = true;
	else
		hf_base64_encode(out, raw.data, raw.len);
	hf_buf_addc(out, '\n');
	hf_buf_release(&raw);
}

static bool is_by_log(const struct hf_signature *signature,
		      const struct hf_note *note, const struct hf_trust *trust)
{
	const struct hf_verifier *key;

	for (size_t i = 0; (key = hf_trust_log_key(trust, i)); i++) {
		if (hf_signature_holds(signature, key, note->text, note->len,
				       NULL))
			return true;
	}
	return false;
}

int hf_checkpoint_cosign(struct hf_buf *cosigned, const struct hf_buf *note,
			 const struct hf_trust *trust,
			 const struct hf_signer *witness, uint64_t time,
			 struct hf_error *err)
{
	struct hf_note parts;

	if (hf_note_parse(&parts, hf_buf_text(note), note->len, true, err) < 0)
		return -1;
	hf_buf_add(cosigned, parts.text, parts.len);
	hf_buf_addc(cosigned, '\n');
	for (size_t i = 0; i < parts.n_signatures; i++) {
		if (is_by_log(&parts.signatures[i], &parts, trust))
			put_signature(cosigned, &parts.signatures[i]);
	}
	return hf_note_sign(cosigned, witness, parts.text, parts.len, time,
			    err);
}
