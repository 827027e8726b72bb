#include "register/names.h"

#include <string.h>

#include "base/chars.h"
#include "base/text.h"
#include "log/note.h"

static const char *const trusts[] = { "trusted", "semi", "untrusted", "dead" };
static const char *const forms[] = { "bag", "tar" };

#define N(words)	(sizeof(words) / sizeof((words)[0]))

const char *hf_trust_word(void *ctx, size_t i)
{
	(void)ctx;
	return i < N(trusts) ? trusts[i] : NULL;
}

const char *hf_form_word(void *ctx, size_t i)
{
	(void)ctx;
	return i < N(forms) ? forms[i] : NULL;
}

const char *hf_location_trust_name(enum hf_location_trust trust)
{
	return trusts[trust];
}

const char *hf_held_form_name(enum hf_held_form form)
{
	return forms[form];
}

bool hf_held_form_parse(const char *name, enum hf_held_form *form_ret)
{
	for (size_t i = 0; i < N(forms); i++) {
		if (!strcmp(name, forms[i])) {
			*form_ret = (enum hf_held_form)i;
			return true;
		}
	}
	return false;
}

/* White_Space of Unicode, beyond what no line of ours holds anyway. */
static bool is_space(uint32_t c)
{
	return c == ' ' || c == 0xa0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
	       c == 0x3000;
}

const char *hf_origin_trouble(const char *origin)
{
	size_t len = strlen(origin), step;
	uint32_t c;

	if (!len)
		return "is empty";
	if (len > HF_KEY_NAME_MAX)
		return "is longer than 255 octets";
	if (!hf_utf8_is_valid(origin, len) || !hf_is_printable(origin, len))
		return "has a character in it that does not show";
	if (strstr(origin, "://"))
		return "has a scheme";
	for (size_t i = 0; i < len; i += step) {
		step = hf_utf8_decode(origin + i, len - i, &c);
		if (is_space(c))
			return "has a blank in it";
		if (c == '+')
			return "has a plus in it";
	}
	return NULL;
}

const char *hf_location_id_trouble(const char *id)
{
	return hf_id_is_proper(id) ? NULL
	       : "an identifier is made of a to z, 0 to 9, and behind the first of them . _ and -, at most 128 characters, such as tape-room";
}

bool hf_name_is_of_system(const char *name)
{
	static const char *const names[] = {
		"lost+found", "System Volume Information", "$RECYCLE.BIN",
	};

	for (size_t i = 0; i < N(names); i++) {
		if (!strcmp(name, names[i]))
			return true;
	}
	return false;
}

#define NAME_MOST	200	/* octets: what is made of it has room for more */

bool hf_package_name_is_good(const char *name, const char **why_ret)
{
	size_t len = strlen(name);
	const char *why = NULL;

	if (!len)
		why = "is empty";
	else if (len > NAME_MOST)
		why = "is longer than 200 octets";
	else if (name[0] == '.')
		why = "begins with a dot";
	else if (strchr(name, '/'))
		why = "has a slash in it";
	else if (!hf_utf8_is_valid(name, len))
		why = "is not UTF-8";
	else if (!hf_is_printable(name, len))
		why = "has a character in it that does not show";
	else if (hf_is_blank(name[0]) || hf_is_blank(name[len - 1]))
		why = "begins or ends with a blank";
	else if (hf_name_is_of_system(name))
		why = "is that of a folder of the system";
	if (why && why_ret)
		*why_ret = why;
	return !why;
}
