/*
 * Base64 (RFC 4648, 4) in its one canonical spelling: no line breaks, the
 * padding that belongs there, and unused bits that are zero.
 */
#ifndef HF_LOG_BASE64_H
#define HF_LOG_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

void hf_base64_encode(struct hf_buf *text, const void *data, size_t size);

/*
 * Decode @len characters: how many octets they are, in *@size_ret, of which as
 * many as fit are put into the @room at @data.  False if the text is not what
 * hf_base64_encode() writes of any data.
 */
bool hf_base64_decode(unsigned char *data, size_t room, size_t *size_ret,
		      const char *text, size_t len);

#endif
