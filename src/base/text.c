#include "base/chars.h"
#include "base/buf.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

size_t hf_utf8_decode(const char *s, size_t len, uint32_t *code_ret)
{
	const unsigned char *u = (const unsigned char *)s;
	uint32_t code, least;
	size_t n;

	if (u[0] < 0x80) {
		*code_ret = u[0];
		return 1;
	}
	if (u[0] >= 0xc2 && u[0] <= 0xdf) {
		n = 2, code = u[0] & 0x1f, least = 0x80;
	} else if ((u[0] & 0xf0) == 0xe0) {
		n = 3, code = u[0] & 0x0f, least = 0x800;
	} else if (u[0] >= 0xf0 && u[0] <= 0xf4) {
		n = 4, code = u[0] & 0x07, least = 0x10000;
	} else {
		return 0;
	}
	if (len < n)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (u[i] & 0x3f);
	}
	if (code < least || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*code_ret = code;
	return n;
}

bool hf_utf8_is_valid(const char *s, size_t len)
{
	uint32_t code;
	uint64_t eight;
	size_t n;

	for (; len; s += n, len -= n) {
		n = 8;
		if (len >= 8) {
			memcpy(&eight, s, 8);
			if (!(eight & UINT64_C(0x8080808080808080)))
				continue;
		}
		n = hf_utf8_decode(s, len, &code);
		if (!n)
			return false;
	}
	return true;
}

void hf_utf8_add(struct hf_buf *buf, uint32_t code)
{
	if (code < 0x80) {
		hf_buf_addc(buf, (char)code);
	} else if (code < 0x800) {
		hf_buf_addc(buf, (char)(0xc0 | code >> 6));
		hf_buf_addc(buf, (char)(0x80 | (code & 0x3f)));
	} else if (code < 0x10000) {
		hf_buf_addc(buf, (char)(0xe0 | code >> 12));
		hf_buf_addc(buf, (char)(0x80 | (code >> 6 & 0x3f)));
		hf_buf_addc(buf, (char)(0x80 | (code & 0x3f)));
	} else {
		hf_buf_addc(buf, (char)(0xf0 | code >> 18));
		hf_buf_addc(buf, (char)(0x80 | (code >> 12 & 0x3f)));
		hf_buf_addc(buf, (char)(0x80 | (code >> 6 & 0x3f)));
		hf_buf_addc(buf, (char)(0x80 | (code & 0x3f)));
	}
}

/* Characters that are valid and yet could hide or reorder what is beside. */
static bool hides(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x0080, 0x009f },	/* C1 controls */
		{ 0x00ad, 0x00ad },	/* soft hyphen */
		{ 0x061c, 0x061c },	/* Arabic letter mark */
		{ 0x115f, 0x1160 },	/* Hangul fillers */
		{ 0x180e, 0x180e },	/* Mongolian vowel separator */
		{ 0x200b, 0x200f },	/* zero width, direction marks */
		{ 0x2028, 0x202e },	/* separators, embeddings, overrides */
		{ 0x2060, 0x206f },	/* joiners, isolates */
		{ 0x3164, 0x3164 },	/* Hangul filler */
		{ 0xfeff, 0xfeff },	/* zero width no-break space */
		{ 0xfff9, 0xfffb },	/* interlinear annotation */
		{ 0xe0000, 0xe007f },	/* tags */
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	}
	return false;
}

static const char *c_escape(char c)
{
	switch (c) {
	case '\n': return "\\n";
	case '\r': return "\\r";
	case '\t': return "\\t";
	case '\\': return "\\\\";
	default:   return NULL;
	}
}

/*
 * Write the escaped form of what begins at @s to @out (at most 16 bytes with
 * the NUL), and yield how many bytes of @s it stands for.
 */
static size_t escape_one(const char *s, size_t len, char out[16])
{
	const char *known = c_escape(s[0]);
	uint32_t code;
	size_t n;

	if (known) {
		strcpy(out, known);
		return 1;
	}
	n = hf_utf8_decode(s, len, &code);
	if (!n || code < 0x20 || code == 0x7f) {
		snprintf(out, 16, "\\x%02x", (unsigned char)s[0]);
		return 1;
	}
	if (hides(code)) {
		snprintf(out, 16, "\\u{%x}", (unsigned int)code);
		return n;
	}
	memcpy(out, s, n);
	out[n] = '\0';
	return n;
}

void hf_escape(struct hf_buf *buf, const char *s, size_t len)
{
	char one[16];
	size_t n;

	for (; len; s += n, len -= n) {
		n = escape_one(s, len, one);
		hf_buf_adds(buf, one);
	}
}

bool hf_is_printable(const char *s, size_t len)
{
	char one[16];
	size_t n;

	for (; len; s += n, len -= n) {
		n = escape_one(s, len, one);
		if (strlen(one) != n || memcmp(one, s, n))
			return false;
	}
	return true;
}

const char *hf_escape_into(char *out, size_t size, const char *s)
{
	static const char cut[] = "...";
	size_t len = strlen(s), at = 0, n, m;
	char one[16];

	for (; len; s += n, len -= n) {
		n = escape_one(s, len, one);
		m = strlen(one);
		if (at + m + sizeof(cut) > size) {
			memcpy(out + at, cut, sizeof(cut));
			return out;
		}
		memcpy(out + at, one, m);
		at += m;
	}
	out[at] = '\0';
	return out;
}

void hf_hex_encode(char *hex, const unsigned char *data, size_t size)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < size; i++) {
		*hex++ = digits[data[i] >> 4];
		*hex++ = digits[data[i] & 15];
	}
	*hex = '\0';
}

/* The value of a hexadecimal digit, and HEX_DIGIT; of anything else, 0. */
#define HEX_DIGIT	0x10
static const unsigned char hex_values[256] = {
	['0'] = 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19,
	['a'] = 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f,
	['A'] = 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f,
};

bool hf_hex_decode(unsigned char *data, size_t size, const char *hex,
		   size_t len)
{
	const unsigned char *digits = (const unsigned char *)hex;
	unsigned int all = HEX_DIGIT;

	if (len != 2 * size)
		return false;
	for (size_t i = 0; i < size; i++) {
		unsigned int high = hex_values[digits[2 * i]];
		unsigned int low = hex_values[digits[2 * i + 1]];

		all &= high & low;
		data[i] = (unsigned char)(high << 4 | (low & 15));
	}
	return all == HEX_DIGIT;
}

int hf_ascii_casecmp(const char *a, const char *b)
{
	while (*a && hf_ascii_lower(*a) == hf_ascii_lower(*b)) {
		a++;
		b++;
	}
	return (unsigned char)hf_ascii_lower(*a) - (unsigned char)hf_ascii_lower(*b);
}

bool hf_id_is_proper(const char *id)
{
	const char *inner = "abcdefghijklmnopqrstuvwxyz0123456789._-";

	return *id && *id != '.' && *id != '_' && *id != '-' &&
	       id[strspn(id, inner)] == '\0' && strlen(id) <= 128;
}

bool hf_parse_uint64(const char *s, size_t len, uint64_t *value_ret)
{
	uint64_t value = 0;

	if (!len)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9' ||
		    __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, (uint64_t)(s[i] - '0'),
					   &value))
			return false;
	}
	*value_ret = value;
	return true;
}

#define NEAREST_MAX	48	/* longer words are not mistyped commands */

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/* Edit distance with transposition of neighbours, case folded. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int row[3][NEAREST_MAX + 1];
	size_t la = strlen(a), lb = strlen(b);

	for (size_t j = 0; j <= lb; j++)
		row[0][j] = (unsigned int)j;
	for (size_t i = 1; i <= la; i++) {
		unsigned int *now = row[i % 3], *up = row[(i + 2) % 3];
		const unsigned int *above = row[(i + 1) % 3];

		now[0] = (unsigned int)i;
		for (size_t j = 1; j <= lb; j++) {
			char ca = hf_ascii_lower(a[i - 1]);
			char cb = hf_ascii_lower(b[j - 1]);

			now[j] = least(least(up[j] + 1, now[j - 1] + 1),
				       up[j - 1] + (ca != cb));
			if (i > 1 && j > 1 && ca == hf_ascii_lower(b[j - 2]) &&
			    cb == hf_ascii_lower(a[i - 2]))
				now[j] = least(now[j], above[j - 2] + 1);
		}
	}
	return row[la % 3][lb];
}

const char *hf_nearest(const char *word,
		       const char *(*next)(void *ctx, size_t i), void *ctx)
{
	const char *best = NULL, *candidate;
	unsigned int best_distance = (unsigned int)strlen(word) / 3 + 2;

	if (strlen(word) > NEAREST_MAX)
		return NULL;
	for (size_t i = 0; (candidate = next(ctx, i)); i++) {
		unsigned int d;

		if (strlen(candidate) > NEAREST_MAX)
			continue;
		d = distance(word, candidate);
		if (d < best_distance) {
			best_distance = d;
			best = candidate;
		}
	}
	return best;
}

const char *hf_suggest(char *out, size_t size, const char *word,
		       const char *(*next)(void *ctx, size_t i), void *ctx)
{
	const char *near = hf_nearest(word, next, ctx), *name;
	size_t n;

	if (near) {
		snprintf(out, size, "did you mean '%s'?", near);
		return out;
	}
	n = (size_t)snprintf(out, size, "known are:");
	for (size_t i = 0; (name = next(ctx, i)) && n < size; i++)
		n += (size_t)snprintf(out + n, size - n, " %s", name);
	return out;
}

const char *hf_last_part(const char *path, size_t *len_ret)
{
	size_t end = strlen(path), begin;

	while (end && path[end - 1] == '/')
		end--;
	for (begin = end; begin && path[begin - 1] != '/';)
		begin--;
	*len_ret = end - begin;
	return path + begin;
}

const char *hf_format_bytes(char out[32], uint64_t bytes)
{
	static const char *const units[] = {
		"KiB", "MiB", "GiB", "TiB", "PiB", "EiB",
	};
	double value = (double)bytes;
	int unit = -1;

	while (value >= 1024 && unit < 5) {
		value /= 1024;
		unit++;
	}
	if (unit < 0)
		snprintf(out, 32, "%d byte%s", (int)bytes,
			 bytes == 1 ? "" : "s");
	else
		snprintf(out, 32, "%.1f %s", value, units[unit]);
	return out;
}
