/* What lies at a location. */
#include "register/lying.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/io.h"
#include "base/list.h"
#include "base/listing.h"
#include "base/text.h"
#include "register/names.h"

#define TAR	".tar"

static const char *ending_of(enum hf_held_form form)
{
	return form == HF_HELD_TAR ? TAR : "";
}

const char *hf_lying_path_into(struct hf_buf *text,
			       const struct hf_location *location,
			       const char *package, enum hf_held_form form)
{
	hf_buf_clear(text);
	hf_buf_printf(text, "%s/%s%s", location->path, package,
		      ending_of(form));
	return hf_buf_text(text);
}

char *hf_lying_name(const char *package, enum hf_held_form form)
{
	char *name;

	return asprintf(&name, "%s%s", package, ending_of(form)) < 0 ? NULL
								     : name;
}

char *hf_lying_path(const struct hf_location *location, const char *package,
		    enum hf_held_form form)
{
	char *path;

	return asprintf(&path, "%s/%s%s", location->path, package,
			ending_of(form)) < 0 ? NULL : path;
}

struct one {
	const char *name;
	enum hf_held_form form;
};

struct all {
	const struct hf_place *place;
	struct hf_arena arena;
	struct one *at;
	size_t n, room;
};

/*
 * Whether a copy lies under @name, which has @st: a folder, or a file with the
 * ending of a tar.  A link is none, wherever it leads.  How long the package's
 * name is; or 0.
 */
static size_t package_of(const char *name, const struct stat *st,
			 enum hf_held_form *form_ret)
{
	size_t len = strlen(name), ending = strlen(TAR);

	if (name[0] == '.' || hf_name_is_of_system(name))
		return 0;
	if (S_ISDIR(st->st_mode)) {
		*form_ret = HF_HELD_BAG;
		return len;
	}
	if (!S_ISREG(st->st_mode) || len <= ending ||
	    strcmp(name + len - ending, TAR) != 0)
		return 0;
	*form_ret = HF_HELD_TAR;
	return len - ending;
}

static int add(struct all *all, const char *name, size_t len,
	       enum hf_held_form form, struct hf_error *err)
{
	struct one *grown = hf_list_grow(all->at, all->n, &all->room,
					 sizeof(*grown));
	const char *copy = hf_arena_memdup(&all->arena, name, len);

	if (grown)
		all->at = grown;
	if (!grown || !copy)
		return hf_fail_memory(err);
	all->at[all->n++] = (struct one){ copy, form };
	return 0;
}

/* What cannot be looked at may be a copy: then nothing is known. */
static int add_block(struct all *all, const struct hf_listing *listing,
		     struct hf_error *err)
{
	const char *path = all->place->location->path;

	if (listing->failed)
		return hf_fail_memory(err);
	if (listing->sys_errno) {
		errno = listing->sys_errno;
		return hf_fail(err, HF_ESYS, "cannot look into '%s'",
			       hf_shown(path));
	}
	for (size_t i = 0; i < listing->n; i++) {
		const struct hf_listed *listed = &listing->at[i];
		const char *name = hf_listing_name(listing, i);
		enum hf_held_form form;
		size_t len;

		if (listed->sys_errno) {
			errno = listed->sys_errno;
			return hf_fail(err, HF_ESYS, "cannot look at '%s/%s'",
				       hf_shown(path), hf_shown(name));
		}
		len = package_of(name, &listed->st, &form);
		if (len && add(all, name, len, form, err) < 0)
			return -1;
	}
	return 0;
}

static int gather(struct all *all, struct hf_error *err)
{
	struct hf_listing listing = { 0 };
	int ret;

	hf_listing_open(&listing, all->place->dir, "");
	ret = add_block(all, &listing, err);
	while (ret == 0 && !listing.ended) {
		hf_listing_next(&listing);
		ret = add_block(all, &listing, err);
	}
	hf_listing_close(&listing);
	hf_listing_release(&listing);
	return ret;
}

static int by_name(const void *a, const void *b)
{
	const struct one *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : (x->form > y->form) - (x->form < y->form);
}

int hf_place_list(const struct hf_place *place,
		  int (*visit)(void *ctx, const struct hf_lying *lying,
			       struct hf_error *err),
		  void *ctx, struct hf_error *err)
{
	struct all all = { .place = place };
	int ret = gather(&all, err);

	if (all.n)
		qsort(all.at, all.n, sizeof(*all.at), by_name);
	for (size_t i = 0; i < all.n && ret == 0; i++) {
		struct hf_lying lying = { .form = all.at[i].form };

		snprintf(lying.name, sizeof(lying.name), "%s", all.at[i].name);
		ret = visit(ctx, &lying, err);
	}
	free(all.at);
	hf_arena_release(&all.arena);
	return ret;
}

/* Whether it lies there in that form: 1, 0, or -1. */
static int lies(const struct hf_place *place, const char *package,
		enum hf_held_form form, struct hf_error *err)
{
	enum hf_held_form found;
	struct stat st;
	char name[256];

	snprintf(name, sizeof(name), "%s%s", package, ending_of(form));
	if (hf_io->fstatat(place->dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return package_of(name, &st, &found) && found == form;
	if (errno == ENOENT)
		return 0;
	return hf_fail(err, HF_ESYS, "cannot look at '%s/%s'",
		       hf_shown(place->location->path), hf_shown(name));
}

int hf_place_find(const struct hf_place *place, const char *package,
		  enum hf_held_form *form_ret, struct hf_error *err)
{
	enum hf_held_form own = place->location->form;
	enum hf_held_form other = own == HF_HELD_BAG ? HF_HELD_TAR
						     : HF_HELD_BAG;
	int ret;

	if (!hf_package_name_is_good(package, NULL))
		return 0;
	ret = lies(place, package, own, err);
	*form_ret = own;
	if (ret != 0)
		return ret;
	*form_ret = other;
	return lies(place, package, other, err);
}
