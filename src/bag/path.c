#include "bag/path.h"
#include "base/buf.h"
#include "base/chars.h"

#include <string.h>


static const struct {
	char c;
	const char *code;
} codes[] = {
	{ '\n', "%0A" },
	{ '\r', "%0D" },
	{ '%',  "%25" },
};

#define N_CODES	(sizeof(codes) / sizeof(codes[0]))

void hf_path_encode(struct hf_buf *buf, const char *path, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		const char *code = NULL;

		for (size_t k = 0; k < N_CODES; k++) {
			if (path[i] == codes[k].c)
				code = codes[k].code;
		}
		if (code)
			hf_buf_adds(buf, code);
		else
			hf_buf_addc(buf, path[i]);
	}
}

/* The character that the code at @text stands for, or NUL. */
static char decode_one(const char *text, size_t len)
{
	char code[4] = { 0 };

	if (len < 3)
		return '\0';
	memcpy(code, text, 3);
	for (size_t k = 0; k < N_CODES; k++) {
		if (!hf_ascii_casecmp(code, codes[k].code))
			return codes[k].c;
	}
	return '\0';
}

enum hf_path_percent hf_path_decode(struct hf_buf *buf, const char *text,
				    size_t len)
{
	enum hf_path_percent seen = HF_PERCENT_NONE;

	const char *end = text + len, *percent;

	while ((percent = memchr(text, '%', (size_t)(end - text)))) {
		char c = decode_one(percent, (size_t)(end - percent));

		hf_buf_add(buf, text, (size_t)(percent - text));
		hf_buf_addc(buf, c ? c : '%');
		seen |= c ? HF_PERCENT_DECODED : HF_PERCENT_RAW;
		text = percent + (c ? 3 : 1);
	}
	hf_buf_add(buf, text, (size_t)(end - text));
	return seen;
}

/* Forms that mean another place to some system (RFC 8493, 5.1). */
static bool begins_elsewhere(const char *path, size_t len)
{
	bool letter = len > 2 && ((path[0] >= 'a' && path[0] <= 'z') ||
				  (path[0] >= 'A' && path[0] <= 'Z'));

	if (path[0] == '/' || path[0] == '~' || path[0] == '\\')
		return true;
	return letter && path[1] == ':' && (path[2] == '\\' || path[2] == '/');
}

enum hf_path_flaw hf_path_judge(const char *path, size_t len)
{
	enum hf_path_flaw flaw = HF_FLAW_NONE;
	const char *end = path + len;
	long depth = 0;

	if (!len)
		return HF_FLAW_EMPTY;
	if (begins_elsewhere(path, len) || memchr(path, '\0', len))
		return HF_FLAW_UNSAFE;
	while (path <= end) {
		const char *slash = memchr(path, '/', (size_t)(end - path));
		size_t part = (size_t)((slash ? slash : end) - path);

		if (part == 2 && path[0] == '.' && path[1] == '.') {
			flaw = HF_FLAW_IRREGULAR;
			if (--depth < 0)
				return HF_FLAW_UNSAFE;
		} else if (!part || (part == 1 && path[0] == '.')) {
			flaw = HF_FLAW_IRREGULAR;
		} else {
			depth++;
		}
		path += part + 1;
	}
	return flaw;
}

bool hf_path_join(struct hf_buf *out, const char *path, const char *target)
{
	const char *slash = strrchr(path, '/');

	hf_buf_clear(out);
	if (*target == '/')
		return false;
	if (slash)
		hf_buf_add(out, path, (size_t)(slash - path));
	while (*target) {
		size_t len = strcspn(target, "/");

		if (len == 2 && !memcmp(target, "..", 2)) {
			const char *last;

			if (!out->len)
				return false;
			last = memrchr(out->data, '/', out->len);
			out->len = last ? (size_t)(last - out->data) : 0;
			out->data[out->len] = '\0';
		} else if (len && !(len == 1 && *target == '.')) {
			if (out->len)
				hf_buf_addc(out, '/');
			hf_buf_add(out, target, len);
		}
		target += len;
		while (*target == '/')
			target++;
	}
	return out->len > 0 && !out->failed;
}

bool hf_path_is_payload(const char *path, size_t len)
{
	return len > 5 && !memcmp(path, "data/", 5);
}

/* CON, LPT1 and so on are devices, with or without an extension. */
static bool is_reserved(const char *part, size_t len)
{
	static const char *const devices[] = { "CON", "PRN", "AUX", "NUL" };
	const char *dot = memchr(part, '.', len);
	size_t stem = dot ? (size_t)(dot - part) : len;
	char name[5] = { 0 };

	if (stem != 3 && stem != 4)
		return false;
	memcpy(name, part, stem);
	for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
		if (!hf_ascii_casecmp(name, devices[i]))
			return true;
	}
	if (stem == 3 || name[3] < '1' || name[3] > '9')
		return false;
	name[3] = '\0';
	return !hf_ascii_casecmp(name, "COM") || !hf_ascii_casecmp(name, "LPT");
}

static bool is_reserved_character(unsigned char c)
{
	static const bool reserved[256] = {
		['<'] = true, ['>'] = true, [':'] = true, ['"'] = true,
		['\\'] = true, ['|'] = true, ['?'] = true, ['*'] = true,
	};

	return reserved[c];
}

static const char *part_unportable(const char *part, size_t len)
{
	size_t characters = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)part[i];

		if (c < 0x20)
			return "it holds a control character";
		if (is_reserved_character(c))
			return "it holds one of < > : \" \\ | ? *";
		characters += (c & 0xc0) != 0x80;
	}
	if (len && (part[len - 1] == '.' || part[len - 1] == ' '))
		return "it ends with a dot or a blank";
	if (characters > 255)
		return "it is longer than 255 characters";
	if (is_reserved(part, len))
		return "it is the name of a device there";
	return NULL;
}

const char *hf_path_unportable(const char *path, size_t len)
{
	const char *end = path + len, *why = NULL;

	while (path <= end && !why) {
		const char *slash = memchr(path, '/', (size_t)(end - path));
		size_t part = (size_t)((slash ? slash : end) - path);

		why = part_unportable(path, part);
		path += part + 1;
	}
	return why;
}

bool hf_path_is_system_litter(const char *path, size_t len)
{
	static const char *const names[] = {
		".DS_Store", "Thumbs.db", "ehthumbs.db", "desktop.ini",
		".directory", ".Spotlight-V100", ".Trashes", ".fseventsd",
	};
	const char *slash = memrchr(path, '/', len);
	const char *name = slash ? slash + 1 : path;
	size_t size = (size_t)(path + len - name);

	/* AppleDouble: the resource fork that a Mac lays beside a file. */
	if (size > 2 && name[0] == '.' && name[1] == '_')
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (size == strlen(names[i]) && !memcmp(name, names[i], size))
			return true;
	}
	return false;
}
