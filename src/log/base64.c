#include "log/base64.h"

#include <stdint.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	"abcdefghijklmnopqrstuvwxyz0123456789+/";

void hf_base64_encode(struct hf_buf *text, const void *data, size_t size)
{
	const unsigned char *at = data;

	for (; size; at += 3, size -= size < 3 ? size : 3) {
		uint32_t group = (uint32_t)at[0] << 16 |
			(size > 1 ? (uint32_t)at[1] << 8 : 0) |
			(size > 2 ? at[2] : 0);

		hf_buf_addc(text, digits[group >> 18]);
		hf_buf_addc(text, digits[group >> 12 & 63]);
		hf_buf_addc(text, size > 1 ? digits[group >> 6 & 63] : '=');
		hf_buf_addc(text, size > 2 ? digits[group & 63] : '=');
	}
}

/* The value of a digit, or 64 for what is none. */
static uint32_t value_of(char c)
{
	const char *digit = c ? strchr(digits, c) : NULL;

	return digit ? (uint32_t)(digit - digits) : 64;
}

/*
 * Four characters, of which the last @padding are "=": false where one is no
 * digit, or a bit is set that no octet has.
 */
static bool decode_group(unsigned char octets[3], const char *text,
			 size_t padding)
{
	uint32_t group = 0;

	for (size_t i = 0; i < 4; i++) {
		uint32_t value = i < 4 - padding ? value_of(text[i]) : 0;

		if (value == 64)
			return false;
		group = group << 6 | value;
	}
	for (size_t i = 0; i < 3; i++)
		octets[i] = (unsigned char)(group >> (16 - 8 * i));
	return !(group & ((UINT32_C(1) << 8 * padding) - 1));
}

bool hf_base64_decode(unsigned char *data, size_t room, size_t *size,
		      const char *text, size_t len)
{
	size_t padding = 0;

	if (len % 4)
		return false;
	while (padding < 2 && padding < len && text[len - 1 - padding] == '=')
		padding++;
	*size = len / 4 * 3 - padding;
	for (size_t i = 0; i < len / 4; i++) {
		unsigned char octets[3];
		size_t at = 3 * i, n = i + 1 < len / 4 ? 3 : 3 - padding;

		if (!decode_group(octets, text + 4 * i, 3 - n))
			return false;
		for (size_t j = 0; j < n && at + j < room; j++)
			data[at + j] = octets[j];
	}
	return true;
}
