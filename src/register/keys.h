/*
 * The key that a register signs its log by: a file of the register's, named by
 * the key's identifier, that nobody else can read.
 */
#ifndef HF_REGISTER_KEYS_H
#define HF_REGISTER_KEYS_H

#include <stdbool.h>

#include "base/buf_type.h"
#include "base/error.h"
#include "finding/finding.h"

/*
 * Make the first key of the register at @path: the log says so, signed by it;
 * trust.txt trusts it, and register.txt names it.  Its vkey is appended to
 * *@vkey_ret.  HF_EREFUSED where there is one already.  What a run that was cut
 * had begun is finished.
 */
HF_API int hf_key_new(const char *path, struct hf_buf *vkey_ret,
		      struct hf_sink *sink, struct hf_error *err);

/*
 * Let another key take over: the old one signs the entry that names the new
 * one, the new one signs that the old one is retired, and trust.txt trusts the
 * old one no longer.  A rotation that was cut is finished instead: then
 * *@finished_ret.  HF_EREFUSED where there is no key.
 */
HF_API int hf_key_rotate(const char *path, struct hf_buf *vkey_ret,
			 bool *finished_ret, struct hf_sink *sink,
			 struct hf_error *err);

#endif
