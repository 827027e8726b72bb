/* Keys as text: "vkey" and "skey" of C2SP signed-note. */
#include "log/note.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>

#include "base/text.h"
#include "log/base64.h"
#include "log/ed25519.h"
#include "log/keyname.h"
#include "log/sha256.h"

#define ID_DIGITS	8
#define MATERIAL	(1 + HF_ED25519_KEY_SIZE)	/* kind, and key or seed */

static const char private_prefix[] = "PRIVATE+KEY+";

static uint32_t key_id(const struct hf_verifier *verifier)
{
	size_t len = strlen(verifier->name);
	unsigned char text[HF_KEY_NAME_MAX + 1 + MATERIAL];
	unsigned char hash[HF_SHA256_SIZE];

	memcpy(text, verifier->name, len);
	text[len++] = '\n';
	text[len++] = (unsigned char)verifier->kind;
	memcpy(text + len, verifier->key, HF_ED25519_KEY_SIZE);
	hf_sha256(hash, text, len + HF_ED25519_KEY_SIZE);
	return (uint32_t)hash[0] << 24 | (uint32_t)hash[1] << 16 |
	       (uint32_t)hash[2] << 8 | hash[3];
}

/* The three parts of a key, public or private, taken apart and decoded. */
struct parts {
	const char *name;
	size_t name_len;
	uint32_t id;
	unsigned char material[MATERIAL];
};

/* Eight digits, small ones: a key has one spelling. */
static bool parse_id(uint32_t *id, const char *hex, size_t len)
{
	unsigned char octets[ID_DIGITS / 2];
	char again[ID_DIGITS + 1];

	if (!hf_hex_decode(octets, sizeof(octets), hex, len))
		return false;
	hf_hex_encode(again, octets, sizeof(octets));
	*id = 0;
	for (size_t i = 0; i < sizeof(octets); i++)
		*id = *id << 8 | octets[i];
	return memcmp(again, hex, ID_DIGITS) == 0;
}

/* What is not understood is not repeated: it might be a secret. */
static int take_apart(struct parts *parts, const char *text,
		      struct hf_error *err)
{
	const char *id = strchr(text, '+');
	const char *material = id ? strchr(id + 1, '+') : NULL;
	size_t size;

	if (!material)
		return hf_fail(err, HF_EFORMAT, "it is not NAME+ID+KEY");
	parts->name = text;
	parts->name_len = (size_t)(id++ - text);
	if (!hf_key_name_is_valid(parts->name, parts->name_len))
		return hf_fail(err, HF_EFORMAT, "its name is empty, longer than %d octets, not UTF-8, or has a blank or a control character in it",
			       HF_KEY_NAME_MAX);
	if (!parse_id(&parts->id, id, (size_t)(material++ - id)))
		return hf_fail(err, HF_EFORMAT, "its id is not eight hexadecimal digits, 0-9 and a-f");
	if (!hf_base64_decode(parts->material, MATERIAL, &size, material,
			      strlen(material)))
		return hf_fail(err, HF_EFORMAT, "what is behind its id is not base64 in its canonical form");
	if (size > 0 && parts->material[0] != HF_KEY_SIGNER &&
	    parts->material[0] != HF_KEY_WITNESS)
		return hf_fail(err, HF_EFORMAT, "it is of kind 0x%02x; known are 0x01 (Ed25519) and 0x04 (Ed25519 cosignatures)",
			       parts->material[0]);
	if (size != MATERIAL)
		return hf_fail(err, HF_EFORMAT, "it has %zu octets behind its id, not %d",
			       size, MATERIAL);
	return 0;
}

/* Name and kind of what was taken apart; its id must then be the key's. */
static void begin(struct hf_verifier *verifier, const struct parts *parts)
{
	memset(verifier, 0, sizeof(*verifier));
	memcpy(verifier->name, parts->name, parts->name_len);
	verifier->kind = parts->material[0];
}

static int check_id(struct hf_verifier *verifier, uint32_t id,
		    struct hf_error *err)
{
	verifier->id = key_id(verifier);
	if (verifier->id == id)
		return 0;
	return hf_fail(err, HF_EFORMAT, "its id is %08x, but that of its name and key is %08x",
		       id, verifier->id);
}

int hf_verifier_parse(struct hf_verifier *verifier, const char *vkey,
		      struct hf_error *err)
{
	struct parts parts;

	if (strncmp(vkey, private_prefix, strlen(private_prefix)) == 0)
		return hf_fail(err, HF_EFORMAT, "it is a private key, which belongs where nobody else can read it; name the public one");
	if (take_apart(&parts, vkey, err) < 0)
		return -1;
	begin(verifier, &parts);
	memcpy(verifier->key, parts.material + 1, HF_ED25519_KEY_SIZE);
	return check_id(verifier, parts.id, err);
}

static void format(struct hf_buf *text, const struct hf_verifier *verifier,
		   const unsigned char key[HF_ED25519_KEY_SIZE])
{
	unsigned char material[MATERIAL] = { (unsigned char)verifier->kind };

	memcpy(material + 1, key, HF_ED25519_KEY_SIZE);
	hf_buf_printf(text, "%s+%08x+", verifier->name, verifier->id);
	hf_base64_encode(text, material, sizeof(material));
	OPENSSL_cleanse(material, sizeof(material));
}

void hf_verifier_format(struct hf_buf *vkey,
			const struct hf_verifier *verifier)
{
	format(vkey, verifier, verifier->key);
}

int hf_signer_new(struct hf_signer *signer, const char *name,
		  enum hf_key_kind kind, struct hf_error *err)
{
	struct hf_verifier *verifier = &signer->verifier;
	size_t len = strlen(name);

	memset(signer, 0, sizeof(*signer));
	if (!hf_key_name_is_valid(name, len))
		return hf_fail(err, HF_EUSAGE, "'%s' cannot be the name of a key: it must be UTF-8 of 1 to %d octets, without blanks, control characters, or a plus",
			       hf_shown(name), HF_KEY_NAME_MAX);
	memcpy(verifier->name, name, len);
	verifier->kind = kind;
	if (RAND_priv_bytes(signer->seed, sizeof(signer->seed)) != 1)
		return hf_fail(err, HF_ELIB, "OpenSSL has no random numbers for a key");
	if (hf_ed25519_public(verifier->key, signer->seed, err) < 0) {
		hf_signer_forget(signer);
		return -1;
	}
	verifier->id = key_id(verifier);
	return 0;
}

/* The public key follows from the secret one; the id shows that it is right. */
static int parse_secret(struct hf_signer *signer, struct parts *parts,
			const char *text, struct hf_error *err)
{
	if (take_apart(parts, text, err) < 0)
		return -1;
	begin(&signer->verifier, parts);
	memcpy(signer->seed, parts->material + 1, sizeof(signer->seed));
	if (hf_ed25519_public(signer->verifier.key, signer->seed, err) < 0)
		return -1;
	return check_id(&signer->verifier, parts->id, err);
}

int hf_signer_parse(struct hf_signer *signer, const char *skey,
		    struct hf_error *err)
{
	struct parts parts = { 0 };
	size_t len = strlen(private_prefix);
	int result;

	memset(signer, 0, sizeof(*signer));
	if (strncmp(skey, private_prefix, len) != 0)
		return hf_fail(err, HF_EFORMAT, "it is no private key: one begins with %s",
			       private_prefix);
	result = parse_secret(signer, &parts, skey + len, err);
	OPENSSL_cleanse(&parts, sizeof(parts));
	if (result < 0)
		hf_signer_forget(signer);
	return result;
}

void hf_signer_format(struct hf_buf *skey, const struct hf_signer *signer)
{
	/* All of it at once: a buffer that grows would leave copies behind. */
	if (!hf_buf_reserve(skey, sizeof(private_prefix) + HF_KEY_NAME_MAX +
			    ID_DIGITS + 2 * MATERIAL + 8))
		return;
	hf_buf_adds(skey, private_prefix);
	format(skey, &signer->verifier, signer->seed);
}

void hf_signer_forget(struct hf_signer *signer)
{
	OPENSSL_cleanse(signer->seed, sizeof(signer->seed));
}
