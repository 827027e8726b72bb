/* Everything at a place, and every place. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "register/look.h"

/* All that lies at a place, in the order of the packages' names. */
struct lying {
	const char *name;
	enum hf_held_form form;
};

struct lying_list {
	struct lying *at;
	size_t n, size;
	struct hf_arena arena;
	size_t next;		/* that was not yet held against the log */
	struct hf_look *look;
};

static int add_lying(void *ctx, const struct hf_lying *lying,
		     struct hf_error *err)
{
	struct lying_list *list = ctx;
	struct lying *grown = hf_list_grow(list->at, list->n, &list->size,
					   sizeof(*grown));
	const char *name = hf_arena_strdup(&list->arena, lying->name);

	if (grown)
		list->at = grown;
	if (!grown || !name)
		return hf_fail_memory(err);
	list->at[list->n++] = (struct lying){ name, lying->form };
	return 0;
}

static int by_name(const void *a, const void *b)
{
	const struct lying *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : (int)x->form - (int)y->form;
}

/* What comes before @name (NULL: all that is left) the log has not there. */
static int pass_strangers(struct lying_list *list, const char *name,
			  struct hf_error *err)
{
	while (list->next < list->n &&
	       (!name || strcmp(list->at[list->next].name, name) < 0)) {
		if (hf_tell_stranger(list->look, list->at[list->next].name, NULL,
				  err) < 0)
			return -1;
		list->next++;
	}
	return 0;
}

/* The next copy of the log there: is it among what lies there? */
static int visit_copy(void *ctx, const struct hf_held_copy *copy,
		      struct hf_error *err)
{
	struct lying_list *list = ctx;
	enum hf_copy_state state = HF_STATE_VERIFIED;
	const enum hf_held_form *form = NULL;
	char root[65];
	size_t same = 0;

	if (pass_strangers(list, copy->package, err) < 0)
		return -1;
	while (list->next < list->n &&
	       !strcmp(list->at[list->next].name, copy->package)) {
		if (!form || list->at[list->next].form == copy->form)
			form = &list->at[list->next].form;
		list->next++;
		same++;
	}
	if (hf_look_at(list->look, copy, form, &state, root, err) < 0)
		return -1;
	if (same < 2)
		return 0;
	return hf_tell_stranger(list->look, copy->package,
			     "both a folder and a tar of this name lie there",
			     err);
}

static int inspect_place(struct hf_look *look, struct hf_error *err)
{
	struct lying_list list = { .look = look };
	int ret = hf_place_list(&look->place, add_lying, &list, err);

	if (ret == 0 && list.n)
		qsort(list.at, list.n, sizeof(*list.at), by_name);
	if (ret == 0)
		ret = hf_catalogue_copies(look->ledger->catalogue, NULL,
					  look->location->id, visit_copy,
					  &list, err);
	if (ret == 0)
		ret = pass_strangers(&list, NULL, err);
	free(list.at);
	hf_arena_release(&list.arena);
	return ret;
}

/* Places of which the log speaks, and register.txt does not; each once. */
struct unknown_places {
	const struct hf_register *reg;
	struct hf_sink *sink;
	const char **at;
	size_t n, size;
	struct hf_arena arena;
};

static int visit_unknown(void *ctx, const struct hf_held_copy *copy,
			 struct hf_error *err)
{
	struct unknown_places *places = ctx;
	const char **grown;

	if (copy->fate != HF_FATE_HELD ||
	    hf_register_location(places->reg, copy->location))
		return 0;
	for (size_t i = 0; i < places->n; i++) {
		if (!strcmp(places->at[i], copy->location))
			return 0;
	}
	grown = hf_list_grow(places->at, places->n, &places->size,
			     sizeof(*grown));
	if (!grown)
		return hf_fail_memory(err);
	places->at = grown;
	grown[places->n] = hf_arena_strdup(&places->arena, copy->location);
	if (!grown[places->n])
		return hf_fail_memory(err);
	hf_tell_unknown_place(grown[places->n++], places->sink);
	return 0;
}

static int tell_unknown_places(const struct hf_ledger *ledger,
			       struct hf_sink *sink, size_t *n_ret,
			       struct hf_error *err)
{
	struct unknown_places places = { .reg = ledger->reg, .sink = sink };
	int ret = hf_catalogue_copies(ledger->catalogue, NULL, NULL,
				      visit_unknown, &places, err);

	*n_ret = places.n;
	free(places.at);
	hf_arena_release(&places.arena);
	return ret;
}

int hf_inspect_unknown_places(const struct hf_ledger *ledger,
			      struct hf_sink *sink, struct hf_error *err)
{
	size_t n;

	return tell_unknown_places(ledger, sink, &n, err);
}

static int inspect_location(struct hf_look *look,
			    const struct hf_location *location,
			    struct hf_error *err)
{
	int open = hf_look_begin(look, location, look->sink, err), ret;

	if (open <= 0)
		return open;
	ret = inspect_place(look, err);
	hf_look_end(look);
	return ret;
}

static int inspect_all(struct hf_look *look, struct hf_error *err)
{
	const struct hf_register *reg = look->ledger->reg;
	size_t unknown = 0;
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < reg->n_locations; i++) {
		if (reg->locations[i].trust != HF_DEAD)
			ret = inspect_location(look, &reg->locations[i], err);
	}
	if (ret == 0)
		ret = tell_unknown_places(look->ledger, look->sink, &unknown,
					  err);
	look->counts->unreachable += unknown;
	return ret;
}

static int inspect_named(struct hf_look *look, const char *const *ids, size_t n,
			 struct hf_error *err)
{
	const struct hf_register *reg = look->ledger->reg;
	int ret = 0;

	for (size_t i = 0; i < n; i++) {
		if (!hf_register_location(reg, ids[i]))
			return hf_fail(err, HF_EUSAGE,
				       "the register has no location '%s'",
				       hf_shown(ids[i]));
	}
	for (size_t i = 0; ret == 0 && i < n; i++)
		ret = inspect_location(look,
				       hf_register_location(reg, ids[i]), err);
	return ret;
}

int hf_inspect_places(const struct hf_ledger *ledger,
		      const char *const *ids, size_t n,
		      const struct hf_inspect_options *options,
		      struct hf_sink *sink, struct hf_inspected *inspected_ret,
		      struct hf_error *err)
{
	struct hf_inspected counts = { 0 };
	struct hf_look look = { .ledger = ledger, .options = options,
			     .counts = &counts, .sink = sink };
	int ret = n ? inspect_named(&look, ids, n, err)
		    : inspect_all(&look, err);

	hf_look_release(&look);
	*inspected_ret = counts;
	return ret;
}
