#include "log/keyname.h"

#include <stdint.h>

#include "base/chars.h"

/* The characters of Unicode with the property White_Space, beyond ASCII. */
static const struct {
	uint32_t first, last;
} spaces[] = {
	{ 0x0085, 0x0085 }, { 0x00A0, 0x00A0 }, { 0x1680, 0x1680 },
	{ 0x2000, 0x200A }, { 0x2028, 0x2029 }, { 0x202F, 0x202F },
	{ 0x205F, 0x205F }, { 0x3000, 0x3000 },
};

static bool may_be_in_a_name(uint32_t code)
{
	if (code <= ' ' || code == '+')
		return false;
	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
		if (code >= spaces[i].first && code <= spaces[i].last)
			return false;
	}
	return true;
}

bool hf_key_name_is_valid(const char *name, size_t len)
{
	if (!len || len > HF_KEY_NAME_MAX)
		return false;
	while (len) {
		uint32_t code;
		size_t n = hf_utf8_decode(name, len, &code);

		if (!n || !may_be_in_a_name(code))
			return false;
		name += n;
		len -= n;
	}
	return true;
}
