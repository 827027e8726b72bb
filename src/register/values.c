#include "register/values.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/chars.h"
#include "base/text.h"
#include "provenance/date.h"
#include "register/names.h"
#include "register/paths.h"

/* Say why not: for return.  Yields 0. */
#define refuse(value, ...) \
	(snprintf((value)->why, sizeof((value)->why), __VA_ARGS__), 0)

void *hf_arena_grow(struct hf_arena *arena, void *at, size_t n, size_t item)
{
	void *grown;

	/* It has room for a power of two, and is full where it has as many. */
	if (n & (n - 1))
		return at;
	grown = hf_arena_alloc(arena, (n ? 2 * n : 1) * item);
	if (grown && n)
		memcpy(grown, at, n * item);
	return grown;
}

int hf_take_text(struct hf_register_value *value, void *into,
		 struct hf_error *err)
{
	*(const char **)into = value->text;
	return 1;
}

int hf_take_origin(struct hf_register_value *value, void *into,
		   struct hf_error *err)
{
	const char *why = hf_origin_trouble(value->text);

	if (why)
		return refuse(value, "it is to be a URL without its scheme, such as archive.example.org/register, but it %s",
			      why);
	*(const char **)into = value->text;
	return 1;
}

int hf_take_file(struct hf_register_value *value, void *into,
		 struct hf_error *err)
{
	const char *path;

	if (value->text[0] == '~')
		return refuse(value, "~ means nothing here: write the whole path");
	path = hf_path_from(value->arena, value->folder, value->text);
	if (!path)
		return hf_fail_memory(err);
	*(const char **)into = path;
	return 1;
}

int hf_take_url(struct hf_register_value *value, void *into,
		struct hf_error *err)
{
	struct hf_location *location = into;
	const char *path, *why;

	if (value->text[0] == '~')
		return refuse(value, "~ means nothing here: write the whole path");
	path = hf_path_of_url(value->arena, value->text, &why);
	if (!path && why)
		return refuse(value, "%s", why);
	if (path)
		path = hf_path_from(value->arena, value->folder, path);
	if (!path)
		return hf_fail_memory(err);
	if (!strcmp(path, value->folder))
		return refuse(value, "it is the folder of the register itself; copies lie in a folder of their own");
	location->url = value->text;
	location->path = path;
	return 1;
}

/* Which parts there are, the levels know (audit/matrix.c). */
int hf_take_declared(struct hf_register_value *value, void *into,
		     struct hf_error *err)
{
	struct hf_register *reg = into;
	struct hf_register_declared *grown;
	size_t len = strcspn(value->text, " \t");

	if (!value->text[len + strspn(value->text + len, " \t")])
		return refuse(value, "it is to be a part of the levels and a statement, such as integrity-1-malware Every accession is scanned");
	grown = hf_arena_grow(value->arena, reg->declared, reg->n_declared,
			      sizeof(*grown));
	if (!grown)
		return hf_fail_memory(err);
	reg->declared = grown;
	grown[reg->n_declared++] = (struct hf_register_declared){
		value->text, value->line };
	return 1;
}

int hf_take_zone(struct hf_register_value *value, void *into,
		 struct hf_error *err)
{
	struct hf_location *location = into;
	const char **grown = hf_arena_grow(value->arena,
					   location->threat_zones,
					   location->n_threat_zones,
					   sizeof(*grown));

	if (!grown)
		return hf_fail_memory(err);
	location->threat_zones = grown;
	grown[location->n_threat_zones++] = value->text;
	return 1;
}

int hf_take_date(struct hf_register_value *value, void *into,
		 struct hf_error *err)
{
	struct hf_date date;

	if (!hf_date_parse(value->text, &date))
		return refuse(value, "it is to be a date such as 2024, 2024-05, 2024-05-31 or 2024~");
	*(const char **)into = value->text;
	return 1;
}

/* One of @words, in any case: its place; or -1, with why filled. */
static int take_word(struct hf_register_value *value,
		     const char *(*word)(void *ctx, size_t i))
{
	const char *name;
	char hint[256];

	for (int i = 0; (name = word(NULL, (size_t)i)); i++) {
		if (!hf_ascii_casecmp(value->text, name))
			return i;
	}
	snprintf(value->why, sizeof(value->why), "%s",
		 hf_suggest(hint, sizeof(hint), value->text, word, NULL));
	return -1;
}

int hf_take_trust(struct hf_register_value *value, void *into,
		  struct hf_error *err)
{
	int i = take_word(value, hf_trust_word);

	if (i >= 0)
		*(enum hf_location_trust *)into = (enum hf_location_trust)i;
	return i >= 0;
}

int hf_take_form(struct hf_register_value *value, void *into,
		 struct hf_error *err)
{
	int i = take_word(value, hf_form_word);

	if (i >= 0)
		*(enum hf_held_form *)into = (enum hf_held_form)i;
	return i >= 0;
}

int hf_take_number(struct hf_register_value *value, void *into,
		   struct hf_error *err)
{
	uint64_t number;

	if (!hf_parse_uint64(value->text, strlen(value->text), &number) ||
	    number > 1000)
		return refuse(value, "it is to be a number such as 3, at most 1000");
	*(uint64_t *)into = number;
	return 1;
}

/* A month is 30 days here, and a year 365: an interval needs no calendar. */
static const struct {
	char letter;
	int64_t seconds;
} units[] = {
	{ 'h', 3600 }, { 'd', 86400 }, { 'w', 7 * 86400 }, { 'm', 30 * 86400 },
	{ 'y', 365 * 86400 },
};

#define LONGEST	(100 * INT64_C(365) * 86400)

static bool parse_interval(const char *text, int64_t *seconds_ret)
{
	size_t len = strlen(text);
	uint64_t n;

	if (len < 2 || !hf_parse_uint64(text, len - 1, &n) || !n)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (units[i].letter != text[len - 1])
			continue;
		if (n > (uint64_t)(LONGEST / units[i].seconds))
			return false;
		*seconds_ret = (int64_t)n * units[i].seconds;
		return true;
	}
	return false;
}

int hf_take_interval(struct hf_register_value *value, void *into,
		     struct hf_error *err)
{
	if (!parse_interval(value->text, into))
		return refuse(value, "it is to be a number and h, d, w, m or y (hours, days, weeks, months, years), such as 90d, at most 100y");
	return 1;
}

int hf_take_interval_at(struct hf_register_value *value, void *into,
			struct hf_error *err)
{
	struct hf_register_policy *policy = into;
	struct hf_interval_at *at;
	size_t len = strcspn(value->text, " \t");
	const char *behind = value->text + len;
	int64_t seconds;

	behind += strspn(behind, " \t");
	if (!parse_interval(behind, &seconds))
		return refuse(value, "it is to be the identifier of a location and an interval, such as tape-room 365d");
	at = hf_arena_grow(value->arena, policy->interval_at,
			   policy->n_interval_at, sizeof(*at));
	if (!at)
		return hf_fail_memory(err);
	policy->interval_at = at;
	at += policy->n_interval_at;
	at->location = hf_arena_memdup(value->arena, value->text, len);
	if (!at->location)
		return hf_fail_memory(err);
	at->seconds = seconds;
	at->line = value->line;
	policy->n_interval_at++;
	return 1;
}

int hf_take_algorithms(struct hf_register_value *value, void *into,
		       struct hf_error *err)
{
	const char *separators = ", \t", *word = value->text;
	hf_alg_set algs = 0;
	char name[64];

	for (;;) {
		enum hf_alg alg;
		size_t len;

		word += strspn(word, separators);
		len = strcspn(word, separators);
		if (!len)
			break;
		snprintf(name, sizeof(name), "%.*s",
			 (int)(len < sizeof(name) ? len : sizeof(name) - 1),
			 word);
		if (!hf_alg_parse(name, &alg))
			return refuse(value, "'%s' is no digest that holdfast computes; write such as sha512, sha256",
				      hf_shown(name));
		algs |= HF_ALG_BIT(alg);
		word += len;
	}
	if (!algs)
		return refuse(value, "it is to name digests, such as sha512, sha256");
	*(hf_alg_set *)into = algs;
	return 1;
}

int hf_take_grade(struct hf_register_value *value, void *into,
		  struct hf_error *err)
{
	const char *s = value->text;

	if ((s[0] != 'G' && s[0] != 'g') || s[1] < '1' || s[1] > '5' || s[2])
		return refuse(value, "it is to be G1, G2, G3, G4 or G5");
	*(enum hf_grade *)into = (enum hf_grade)(HF_G0 + s[1] - '0');
	return 1;
}
