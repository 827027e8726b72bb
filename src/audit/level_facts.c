#include "audit/level_facts.h"

#include <stdlib.h>
#include <string.h>

#include "audit/wide.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/chars.h"
#include "base/clock.h"
#include "base/io.h"
#include "finding/sink.h"
#include "log/trust.h"
#include "register/kept.h"
#include "register/ledger.h"
#include "register/location.h"
#include "register/policy.h"

struct gathering {
	struct hf_levels_account *account;
	struct hf_ledger ledger;
	struct hf_kept_list kept;	/* all copies that are held */
	struct hf_error *err;
};

/* --- Facts, and what proves them. --- */

static struct hf_level_known *fact(struct gathering *g,
				   enum hf_level_fact which)
{
	return &g->account->facts.at[which];
}

/* The oldest of as many as are told makes room. */
static int prove(struct gathering *g, enum hf_level_fact which,
		 uint64_t entry)
{
	struct hf_level_known *known = fact(g, which);
	uint64_t *entries = (uint64_t *)known->entries;

	if (entry == UINT64_MAX)
		return 0;
	if (!entries) {
		entries = hf_arena_alloc(&g->account->arena, sizeof(*entries) *
							     HF_LEVEL_ENTRIES);
		if (!entries)
			return hf_fail_memory(g->err);
		known->entries = entries;
	}
	if (known->n_entries == HF_LEVEL_ENTRIES)
		memmove(entries, entries + 1,
			--known->n_entries * sizeof(*entries));
	entries[known->n_entries++] = entry;
	return 0;
}

static void know(struct gathering *g, enum hf_level_fact which, uint64_t value)
{
	fact(g, which)->known = true;
	fact(g, which)->value = value;
}

/* It is so, until one is met of which it is not. */
static void hold(struct gathering *g, enum hf_level_fact which, bool is,
		 const char *about)
{
	struct hf_level_known *known = fact(g, which);

	if (!known->known)
		know(g, which, 1);
	if (!is && known->value) {
		known->value = 0;
		known->about = about;
	}
}

/* --- register.txt, trust.txt, and the summary of the log. --- */

static void look_at_register(struct gathering *g)
{
	const struct hf_register *reg = g->ledger.reg;

	for (size_t i = 0; i < reg->n_locations; i++) {
		const struct hf_location *at = &reg->locations[i];

		if (at->trust == HF_DEAD)
			continue;
		hold(g, HF_FACT_LOCATIONS_DESCRIBED, at->medium && at->site &&
		     at->n_threat_zones, at->id);
		hold(g, HF_FACT_MEDIA_DATED, at->media_since != NULL, at->id);
		hold(g, HF_FACT_INTERVAL_ASKED,
		     hf_register_interval(reg, at->id) > 0, at->id);
	}
	know(g, HF_FACT_PROFILE_ASKED, reg->policy.profile != NULL);
	know(g, HF_FACT_LOG_VERIFIES, 1);
	know(g, HF_FACT_LOG_SIGNED, g->ledger.verified.is_signed);
	/* Where there are some, only a witness's own signature would show it. */
	if (!hf_trust_witness_name(reg->trust, 0))
		know(g, HF_FACT_WITNESSES, 0);
}

/* --- The log. --- */

static const struct {
	const char *event;
	enum hf_level_fact fact;
} counted[] = {
	{ "audit", HF_FACT_AUDITS },
	{ "recovery", HF_FACT_RECOVERIES },
	/* A copy is read back from the medium before it is logged. */
	{ "recovery", HF_FACT_CHECKS_AFTER_EVENTS },
	{ "replication", HF_FACT_CHECKS_AFTER_EVENTS },
	{ "migration", HF_FACT_MIGRATIONS },
	{ "normalization", HF_FACT_MIGRATIONS },
};

static bool has(const struct hf_entry *entry, enum hf_entry_label label,
		const char *value)
{
	return entry->at[label] && !strcmp(entry->at[label], value);
}

static int take_ingestion(struct gathering *g, const struct hf_entry *entry)
{
	const char *package = entry->at[HF_ENTRY_PACKAGE];

	if (package)
		package = hf_arena_strdup(&g->account->arena, package);
	hold(g, HF_FACT_INGESTS_PASSED, has(entry, HF_ENTRY_OUTCOME, "pass"),
	     package);
	return prove(g, HF_FACT_INGESTS_PASSED, entry->number);
}

static int take_entry(void *ctx, const struct hf_entry *entry,
		      const struct hf_log_place *place, const char *text,
		      struct hf_error *err)
{
	struct gathering *g = ctx;

	(void)place;
	(void)text;
	(void)err;
	if (has(entry, HF_ENTRY_EVENT, "ingestion"))
		return take_ingestion(g, entry);
	for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++) {
		enum hf_level_fact which = counted[i].fact;

		if (!has(entry, HF_ENTRY_EVENT, counted[i].event) ||
		    (which != HF_FACT_AUDITS &&
		     has(entry, HF_ENTRY_OUTCOME, "fail")))
			continue;
		know(g, which, fact(g, which)->value + 1);
		if (prove(g, which, entry->number) < 0)
			return -1;
	}
	return 0;
}

static int read_log(struct gathering *g)
{
	const struct hf_log_place first = { 0 };

	/* Zero is known; of migrations also the packages' records may tell. */
	know(g, HF_FACT_AUDITS, 0);
	know(g, HF_FACT_RECOVERIES, 0);
	know(g, HF_FACT_CHECKS_AFTER_EVENTS, 0);
	return hf_log_walk(g->ledger.log, &first, take_entry, g, g->err);
}

/* --- The copies. --- */

static int keep_copy(void *ctx, const struct hf_held_copy *copy,
		     struct hf_error *err)
{
	struct gathering *g = ctx;

	if (copy->fate != HF_FATE_HELD)
		return 0;
	return hf_kept_add(&g->kept, g->ledger.reg, copy, g->account->now,
			   err);
}

static int judge_copy(struct gathering *g, const struct hf_held_copy *copy)
{
	int64_t interval = hf_register_interval(g->ledger.reg, copy->location);
	bool late = !copy->checked ||
		    (interval > 0 && hf_span(copy->checked, g->account->now) >
				     (uint64_t)interval);
	const struct {
		enum hf_level_fact fact;
		bool is;
		uint64_t entry;
	} facts[] = {
		{ HF_FACT_ROOTS_LOGGED, *copy->root, copy->origin },
		{ HF_FACT_COPIES_READ_BACK, copy->checked > 0,
		  copy->checked_by },
		{ HF_FACT_ALL_IN_INTERVAL, !late, copy->checked_by },
		{ HF_FACT_NONE_DAMAGED, !copy->failed, copy->checked_by },
		{ HF_FACT_EVENTS_DATED, copy->since > 0, copy->origin },
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		hold(g, facts[i].fact, facts[i].is, copy->package);
		if (prove(g, facts[i].fact, facts[i].entry) < 0)
			return -1;
	}
	return 0;
}

/* Of the package that has the fewest; its copies' last readings prove it. */
static int lower(struct gathering *g, enum hf_level_fact which, size_t n,
		 const struct hf_kept_list *of)
{
	struct hf_level_known *known = fact(g, which);

	if (known->known && known->value <= n)
		return 0;
	know(g, which, n);
	known->about = of->at[0].held.package;
	known->n_entries = 0;
	for (size_t i = 0; i < of->n; i++) {
		if (prove(g, which, of->at[i].held.checked_by) < 0)
			return -1;
	}
	return 0;
}

static size_t count_credentials(const struct hf_kept_list *of)
{
	size_t n = 0;

	for (size_t i = 0; i < of->n; i++) {
		const char *domain = of->at[i].location
				   ? of->at[i].location->credential_domain
				   : NULL;
		bool is_new = domain && hf_kept_counts(&of->at[i]);

		for (size_t k = 0; is_new && k < i; k++) {
			const struct hf_location *at = of->at[k].location;

			if (at && at->credential_domain &&
			    hf_kept_counts(&of->at[k]) &&
			    !hf_ascii_casecmp(domain, at->credential_domain))
				is_new = false;
		}
		n += is_new;
	}
	return n;
}

static int judge_package(struct gathering *g, const struct hf_kept_list *of)
{
	struct hf_spread spread;

	if (hf_kept_spread(&spread, of, g->err) < 0)
		return -1;
	if (lower(g, HF_FACT_COPIES, spread.copies, of) < 0 ||
	    lower(g, HF_FACT_SITES, spread.sites, of) < 0 ||
	    lower(g, HF_FACT_MEDIA, spread.media, of) < 0 ||
	    lower(g, HF_FACT_THREAT_ZONES, spread.threats, of) < 0)
		return -1;
	return lower(g, HF_FACT_CREDENTIAL_DOMAINS, count_credentials(of), of);
}

/* The copies come by package. */
static int judge_copies(struct gathering *g)
{
	const struct hf_kept_list *all = &g->kept;

	for (size_t i = 0, n; i < all->n; i += n) {
		struct hf_kept_list of = { .at = &all->at[i] };

		for (n = 0; i + n < all->n &&
		     !strcmp(all->at[i + n].held.package,
			     all->at[i].held.package); n++) {
			if (judge_copy(g, &all->at[i + n].held) < 0)
				return -1;
		}
		of.n = n;
		if (judge_package(g, &of) < 0)
			return -1;
	}
	return 0;
}

/* --- The places: the names of what lies there, and on which device. --- */

struct listing {
	struct gathering *g;
	const struct hf_location *location;
	uint64_t found;
};

/* The first copy of @package, or of what would come behind it. */
static size_t find_package(const struct hf_kept_list *kept, const char *package)
{
	size_t from = 0, to = kept->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(kept->at[middle].held.package, package) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static bool is_kept(const struct hf_kept_list *kept, const char *package,
		    const struct hf_location *location)
{
	for (size_t i = find_package(kept, package); i < kept->n &&
	     !strcmp(kept->at[i].held.package, package); i++) {
		if (kept->at[i].location == location)
			return true;
	}
	return false;
}

static int compare_name(void *ctx, const struct hf_lying *lying,
			struct hf_error *err)
{
	struct listing *l = ctx;
	bool is = is_kept(&l->g->kept, lying->name, l->location);

	(void)err;
	l->found += is;
	hold(l->g, HF_FACT_INVENTORY_AGREES, is, l->location->id);
	return 0;
}

static int list_place(struct gathering *g, const struct hf_place *place)
{
	struct listing l = { .g = g, .location = place->location };
	uint64_t expected = 0;

	if (hf_place_list(place, compare_name, &l, g->err) < 0)
		return -1;
	for (size_t i = 0; i < g->kept.n; i++)
		expected += g->kept.at[i].location == place->location;
	hold(g, HF_FACT_INVENTORY_AGREES, l.found >= expected,
	     place->location->id);
	return 0;
}

static bool on_another_device(const struct gathering *g,
			      const struct hf_place *place)
{
	struct stat a, b;

	return hf_io->fstat(g->ledger.reg->dir, &a) == 0 &&
	       hf_io->fstat(place->dir, &b) == 0 && a.st_dev != b.st_dev;
}

/* A place that cannot be reached leaves it open what lies there. */
static int look_at_places(struct gathering *g)
{
	const struct hf_register *reg = g->ledger.reg;
	bool all_seen = true, apart = true;
	struct hf_findings unasked;
	int ret = 0;

	hf_findings_init(&unasked);
	for (size_t i = 0; ret == 0 && i < reg->n_locations; i++) {
		struct hf_place place;

		if (reg->locations[i].trust == HF_DEAD)
			continue;
		ret = hf_place_open(&place, &reg->locations[i], &unasked.sink,
				    g->err);
		all_seen &= ret > 0;
		if (ret <= 0)
			continue;
		apart &= on_another_device(g, &place);
		ret = list_place(g, &place);
		hf_place_close(&place);
	}
	hf_findings_release(&unasked);
	if (!all_seen && fact(g, HF_FACT_INVENTORY_AGREES)->value)
		fact(g, HF_FACT_INVENTORY_AGREES)->known = false;
	if (all_seen && apart && reg->n_locations)
		know(g, HF_FACT_LOG_ELSEWHERE, 1);
	return ret;
}

/* --- What is declared. --- */

static int read_declared(struct gathering *g, struct hf_sink *sink)
{
	const struct hf_register *reg = g->ledger.reg;
	struct hf_levels_account *account = g->account;
	bool wrong = false;

	account->declared = calloc(reg->n_declared + 1,
				   sizeof(*account->declared));
	if (!account->declared)
		return hf_fail_memory(g->err);
	for (size_t i = 0; i < reg->n_declared; i++) {
		struct hf_level_declared *one =
			&account->declared[account->n_declared];
		const char *text = hf_arena_strdup(&account->arena,
						   reg->declared[i].text);

		if (!text)
			return hf_fail_memory(g->err);
		one->line = reg->declared[i].line;
		if (hf_level_declared_read(one, text, g->err) == 0) {
			account->n_declared++;
			continue;
		}
		hf_found(sink, REGISTER_VALUE_MALFORMED, .path = "register.txt",
			 .line = one->line, .actual = text,
			 .detail = g->err->text);
		wrong = true;
	}
	return wrong ? hf_fail(g->err, HF_EREFUSED,
			       "register.txt declares what the levels do not have")
		     : 0;
}

/* --- All of it. --- */

/* What is told of a fact lives longer than the list it was met in. */
static int keep_names(struct gathering *g)
{
	for (int i = 0; i < HF_LEVEL_FACTS; i++) {
		struct hf_level_known *known = fact(g, i);

		if (!known->about)
			continue;
		known->about = hf_arena_strdup(&g->account->arena,
					       known->about);
		if (!known->about)
			return hf_fail_memory(g->err);
	}
	return 0;
}

static int gather(struct gathering *g, struct hf_sink *sink)
{
	struct hf_levels_account *account = g->account;
	const struct hf_register *reg = g->ledger.reg;

	account->origin = hf_arena_strdup(&account->arena, reg->origin);
	account->organisation = hf_arena_strdup(&account->arena,
						reg->organisation);
	if (!account->origin || !account->organisation)
		return hf_fail_memory(g->err);
	if (read_declared(g, sink) < 0)
		return -1;
	look_at_register(g);
	if (read_log(g) < 0 ||
	    hf_catalogue_copies(g->ledger.catalogue, NULL, NULL, keep_copy, g,
				g->err) < 0 ||
	    judge_copies(g) < 0 || look_at_places(g) < 0 || keep_names(g) < 0)
		return -1;
	return hf_levels_decide(&account->levels, &account->facts,
				account->declared, account->n_declared,
				g->err);
}

int hf_levels_account(struct hf_levels_account *account, const char *path,
		      int64_t now, struct hf_sink *sink, struct hf_error *err)
{
	struct gathering g = { .account = account, .err = err };
	int ret;

	*account = (struct hf_levels_account){ .now = now ? now
							  : hf_clock_wall() };
	if (hf_ledger_open(&g.ledger, path, sink, err) < 0)
		return -1;
	ret = gather(&g, sink);
	hf_kept_release(&g.kept);
	hf_ledger_close(&g.ledger);
	return ret;
}

void hf_levels_account_release(struct hf_levels_account *account)
{
	hf_levels_free(account->levels);
	free(account->declared);
	hf_arena_release(&account->arena);
	*account = (struct hf_levels_account){ 0 };
}
