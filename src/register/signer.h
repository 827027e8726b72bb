/* A private key in a file that nobody else may read. */
#ifndef HF_REGISTER_SIGNER_H
#define HF_REGISTER_SIGNER_H

#include "register/register.h"

/* Read the key in the file @path; HF_EREFUSED where others have rights to it. */
int hf_signer_read(const char *path, struct hf_signer *signer_ret,
		   struct hf_error *err);

/* Write it, durably, as the file @name, which may not be there yet, in @dir. */
int hf_signer_write(int dir, const char *name, const struct hf_signer *signer,
		    struct hf_error *err);

#endif
