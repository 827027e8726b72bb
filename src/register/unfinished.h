/* The first key of a register, where the run that made it was cut. */
#ifndef HF_REGISTER_UNFINISHED_H
#define HF_REGISTER_UNFINISHED_H

#include "base/buf.h"
#include "register/register.h"

/* How the file of a key is called, in the register's folder. */
void hf_key_file_name(char name[32], uint32_t id);

/*
 * The key, of those whose files are here, that signed the checkpoint: 1, with
 * *@signer_ret, for the caller to forget; 0 where there is none; -1.
 */
int hf_key_that_signed(const struct hf_register *reg,
		       struct hf_signer *signer_ret, struct hf_error *err);

#endif
