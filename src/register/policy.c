#include "register/policy.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/chars.h"

/* The places that hold a copy that counts, and room for a list of them. */
struct places {
	const struct hf_location **at;
	size_t n;
	const char **names;	/* what was counted, for the finding */
	size_t *chosen, *best;	/* of a search */
};

/* People write these words; that one is capitalised makes no second site. */
static bool is_among(const char *word, const char **words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!hf_ascii_casecmp(word, words[i]))
			return true;
	}
	return false;
}

static size_t count_copies(const struct places *places, uint64_t asked)
{
	for (size_t i = 0; i < places->n; i++)
		places->names[i] = places->at[i]->id;
	return places->n;
}

static size_t count_sites(const struct places *places, uint64_t asked)
{
	size_t n = 0;

	for (size_t i = 0; i < places->n; i++) {
		if (!is_among(places->at[i]->site, places->names, n))
			places->names[n++] = places->at[i]->site;
	}
	return n;
}

static size_t count_media(const struct places *places, uint64_t asked)
{
	size_t n = 0;

	for (size_t i = 0; i < places->n; i++) {
		if (!is_among(places->at[i]->medium, places->names, n))
			places->names[n++] = places->at[i]->medium;
	}
	return n;
}

static bool share_threat(const struct hf_location *a,
			 const struct hf_location *b)
{
	for (size_t i = 0; i < a->n_threat_zones; i++) {
		if (is_among(a->threat_zones[i], b->threat_zones,
			     b->n_threat_zones))
			return true;
	}
	return false;
}

/*
 * The largest number of places of which no two share a threat.  To find it is
 * hard for many places; after so many steps the best so far is taken, which
 * is too little rather than too much.
 */
#define STEPS_MAX	1000000

struct search {
	const struct places *places;
	uint64_t asked;		/* more need not be found */
	size_t best;
	unsigned long steps;
};

static bool fits(const struct search *s, size_t place, size_t n)
{
	const struct places *places = s->places;

	for (size_t i = 0; i < n; i++) {
		if (share_threat(places->at[places->chosen[i]],
				 places->at[place]))
			return false;
	}
	return true;
}

/* @n are chosen; choose further ones from @from on. */
static void search(struct search *s, size_t from, size_t n)
{
	const struct places *places = s->places;

	if (n > s->best) {
		for (size_t i = 0; i < n; i++)
			places->best[i] = places->chosen[i];
		s->best = n;
	}
	for (size_t i = from; i < places->n && s->best < s->asked; i++) {
		if (n + (places->n - i) <= s->best || s->steps > STEPS_MAX)
			return;
		s->steps++;
		if (!fits(s, i, n))
			continue;
		places->chosen[n] = i;
		search(s, i + 1, n + 1);
	}
}

static size_t count_threats(const struct places *places, uint64_t asked)
{
	struct search s = { .places = places, .asked = asked };

	search(&s, 0, 0);
	for (size_t i = 0; i < s.best; i++)
		places->names[i] = places->at[places->best[i]]->id;
	return s.best;
}

static int places_begin(struct places *places,
			const struct hf_kept_list *copies,
			struct hf_error *err)
{
	size_t n = copies->n + 1;

	places->at = calloc(n, sizeof(const struct hf_location *));
	places->names = calloc(n, sizeof(const char *));
	places->chosen = calloc(2 * n, sizeof(size_t));
	if (!places->at || !places->names || !places->chosen)
		return hf_fail_memory(err);
	places->best = places->chosen + n;
	for (size_t i = 0; i < copies->n; i++) {
		if (hf_kept_counts(&copies->at[i]))
			places->at[places->n++] = copies->at[i].location;
	}
	return 0;
}

static void places_end(struct places *places)
{
	free(places->at);
	free(places->names);
	free(places->chosen);
}

/* ": north, south", and which copies of the log do not count, and why. */
static void tell_which(struct hf_buf *text, const struct places *places,
		       size_t kept, const struct hf_kept_list *copies)
{
	const char *before = "; not counted: ";

	for (size_t i = 0; i < kept; i++)
		hf_buf_printf(text, "%s%s", i ? ", " : ": ",
			      places->names[i]);
	for (size_t i = 0; i < copies->n; i++) {
		const struct hf_kept *kept_copy = &copies->at[i];
		bool dead = kept_copy->location &&
			    kept_copy->location->trust == HF_DEAD;

		if (kept_copy->held.fate != HF_FATE_HELD ||
		    hf_kept_counts(kept_copy))
			continue;
		hf_buf_printf(text, "%s%s (%s)", before,
			      kept_copy->held.location,
			      dead ? "dead" : !kept_copy->location
			      ? "not in register.txt"
			      : hf_copy_state_name(kept_copy->state));
		before = ", ";
	}
}

struct demand {
	const char *label;
	uint64_t asked;
	size_t (*count)(const struct places *places, uint64_t asked);
};

static int check_demand(const struct demand *demand,
			const struct hf_register *reg, const char *package,
			const struct places *places,
			const struct hf_kept_list *copies,
			struct hf_sink *sink, struct hf_error *err)
{
	size_t kept = demand->count(places, demand->asked);
	struct hf_buf expected = { 0 }, actual = { 0 }, detail = { 0 };
	int ret = 0;

	if (kept >= demand->asked)
		return 0;
	hf_buf_printf(&expected, "%s: %llu", demand->label,
		      (unsigned long long)demand->asked);
	hf_buf_printf(&actual, "%zu", kept);
	hf_buf_printf(&detail, "%s: %llu asked, %zu kept", demand->label,
		      (unsigned long long)demand->asked, kept);
	tell_which(&detail, places, kept, copies);
	if (hf_buf_check(&expected, err) < 0 ||
	    hf_buf_check(&actual, err) < 0 || hf_buf_check(&detail, err) < 0)
		ret = -1;
	else
		hf_found(sink, POLICY_UNMET, .path = "register.txt",
			 .line = reg->policy.line, .subject = package,
			 .expected = expected.data, .actual = actual.data,
			 .detail = detail.data);
	hf_buf_release(&expected);
	hf_buf_release(&actual);
	hf_buf_release(&detail);
	return ret;
}

int hf_check_policy(const struct hf_register *reg, const char *package,
		    const struct hf_kept_list *copies, struct hf_sink *sink,
		    struct hf_error *err)
{
	const struct hf_register_policy *policy = &reg->policy;
	const struct demand demands[] = {
		{ "Min-Copies", policy->min_copies, count_copies },
		{ "Min-Sites", policy->min_sites, count_sites },
		{ "Min-Threat-Zones", policy->min_threat_zones,
		  count_threats },
		{ "Min-Media", policy->min_media, count_media },
	};
	struct places places = { 0 };
	int ret = places_begin(&places, copies, err);

	for (size_t i = 0; ret == 0 &&
	     i < sizeof(demands) / sizeof(demands[0]); i++)
		ret = check_demand(&demands[i], reg, package, &places, copies,
				   sink, err);
	places_end(&places);
	return ret;
}

int hf_kept_spread(struct hf_spread *spread, const struct hf_kept_list *copies,
		   struct hf_error *err)
{
	struct places places = { 0 };
	int ret = places_begin(&places, copies, err);

	*spread = (struct hf_spread){ 0 };
	if (ret == 0)
		*spread = (struct hf_spread){
			.copies = count_copies(&places, places.n),
			.sites = count_sites(&places, places.n),
			.media = count_media(&places, places.n),
			.threats = count_threats(&places, places.n) };
	places_end(&places);
	return ret;
}
