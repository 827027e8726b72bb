/*
 * Signed notes and their keys (C2SP signed-note): a text, a blank line, and a
 * line for each signature.  Ed25519 by OpenSSL; everything else is here.
 */
#ifndef HF_LOG_NOTE_H
#define HF_LOG_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf_type.h"
#include "base/error.h"

#define HF_KEY_NAME_MAX		255
#define HF_NOTE_SIGNATURES_MAX	64

enum hf_key_kind {
	HF_KEY_SIGNER = 0x01,		/* signs the text as it is */
	HF_KEY_WITNESS = 0x04,		/* cosigns, with the time (tlog-cosignature) */
};

/* A public key: its "vkey" is NAME+ID+KEY, of which ID follows from the rest. */
struct hf_verifier {
	char name[HF_KEY_NAME_MAX + 1];
	enum hf_key_kind kind;
	uint32_t id;		/* the first four octets of SHA-256(name, \n, kind, key) */
	unsigned char key[32];
};

/* A private key, with the public one that belongs to it. */
struct hf_signer {
	struct hf_verifier verifier;
	unsigned char seed[32];
};

/*
 * Read "NAME+8 hex digits+base64": canonical base64, the id that belongs to
 * it, a name without blanks or a plus.  HF_EFORMAT says what is wrong.
 */
HF_API int hf_verifier_parse(struct hf_verifier *verifier_ret,
			     const char *vkey, struct hf_error *err);
/* Append it as it is written. */
HF_API void hf_verifier_format(struct hf_buf *vkey,
			       const struct hf_verifier *verifier);

/* A new key pair, of the system's random numbers. */
HF_API int hf_signer_new(struct hf_signer *signer_ret, const char *name,
			 enum hf_key_kind kind, struct hf_error *err);
/* "PRIVATE+KEY+NAME+ID+base64(kind, seed)", as golang.org/x/mod/sumdb/note. */
HF_API int hf_signer_parse(struct hf_signer *signer_ret, const char *skey,
			   struct hf_error *err);
HF_API void hf_signer_format(struct hf_buf *skey,
			     const struct hf_signer *signer);
/* Overwrite the secret. */
HF_API void hf_signer_forget(struct hf_signer *signer);

/* One line of a note's end: "— NAME base64(id, signature)". */
struct hf_signature {
	char name[HF_KEY_NAME_MAX + 1];
	uint32_t id;
	size_t size;
	unsigned char at[128];		/* behind the id */
};

struct hf_note {
	const char *text;	/* within what was parsed; ends with its newline */
	size_t len;
	struct hf_signature signatures[HF_NOTE_SIGNATURES_MAX];
	size_t n_signatures;
};

/*
 * Take a note apart; nothing is verified.  HF_EFORMAT for what is none:
 * control characters, no blank line, a line that is no signature, base64
 * that is not canonical, too many signatures.  An unsigned text (no blank
 * line) is taken with @unsigned_too, and has no signatures.
 */
HF_API int hf_note_parse(struct hf_note *note_ret, const char *text,
			 size_t len, bool unsigned_too, struct hf_error *err);

/* Whether @signature is by the key of that name and id. */
HF_API bool hf_signature_is_by(const struct hf_signature *signature,
			       const struct hf_verifier *verifier);
/*
 * Whether it holds over @text; of a cosignature also when it was made, in
 * seconds since 1970, in *@time_ret, which may be NULL.
 */
HF_API bool hf_signature_holds(const struct hf_signature *signature,
			       const struct hf_verifier *verifier,
			       const char *text, size_t len,
			       uint64_t *time_ret);

/*
 * Append the line of a signature over @text to @note, which has the text, and
 * the blank line, already.  @time counts for a witness alone.
 */
HF_API int hf_note_sign(struct hf_buf *note, const struct hf_signer *signer,
			const char *text, size_t len, uint64_t time,
			struct hf_error *err);

#endif
