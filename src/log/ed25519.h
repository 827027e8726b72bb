/* Ed25519 (RFC 8032) over octets as they are, by OpenSSL. */
#ifndef HF_LOG_ED25519_H
#define HF_LOG_ED25519_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

#define HF_ED25519_KEY_SIZE	32	/* of a public key, and of a seed */
#define HF_ED25519_SIZE		64	/* of a signature */

/* The public key that belongs to @seed. */
int hf_ed25519_public(unsigned char key_ret[HF_ED25519_KEY_SIZE],
		      const unsigned char seed[HF_ED25519_KEY_SIZE],
		      struct hf_error *err);
int hf_ed25519_sign(unsigned char signature_ret[HF_ED25519_SIZE],
		    const unsigned char seed[HF_ED25519_KEY_SIZE],
		    const void *data, size_t size, struct hf_error *err);
/* False also where OpenSSL could not tell: nothing is good by default. */
bool hf_ed25519_holds(const unsigned char signature[HF_ED25519_SIZE],
		      const unsigned char key[HF_ED25519_KEY_SIZE],
		      const void *data, size_t size);

#endif
