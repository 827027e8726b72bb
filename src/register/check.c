/* What the stanzas of register.txt say of each other. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/text.h"
#include "register/read.h"

/* A location, and the folder that its path leads to. */
struct known {
	const struct hf_location *location;
	bool is_there;
	dev_t dev;
	ino_t ino;
};

static int by_number(unsigned long a, unsigned long b)
{
	return (a > b) - (a < b);
}

static int same_id(const void *a, const void *b)
{
	const struct known *k = a, *l = b;

	return strcmp(k->location->id, l->location->id);
}

/* Where both are there, the folder decides; else what is written. */
static int same_folder(const void *a, const void *b)
{
	const struct known *k = a, *l = b;

	if (k->is_there != l->is_there)
		return k->is_there ? -1 : 1;
	if (!k->is_there)
		return strcmp(k->location->path, l->location->path);
	return k->dev != l->dev ? by_number(k->dev, l->dev)
				: by_number(k->ino, l->ino);
}

static void tell_same(const struct known *first, const struct known *again,
		      const char *what, const char *name, struct hf_sink *sink)
{
	char why[64];

	snprintf(why, sizeof(why), "line %lu has the same %s",
		 first->location->line, what);
	hf_found(sink, REGISTER_LOCATION_REPEATED, .path = name,
		 .line = again->location->line,
		 .subject = again->location->id, .detail = why);
}

/* All that are the same as the first of them, which has the lowest line. */
static void find_same(struct known *at, size_t n,
		      int (*same)(const void *, const void *),
		      const char *what, const char *name, struct hf_sink *sink)
{
	const struct known *first = at;

	if (n)
		qsort(at, n, sizeof(*at), same);
	for (size_t i = 1; i < n; i++) {
		if (same(first, &at[i]) != 0)
			first = &at[i];
		else if (first->location->line < at[i].location->line)
			tell_same(first, &at[i], what, name, sink);
		else {
			tell_same(&at[i], first, what, name, sink);
			first = &at[i];
		}
	}
}

static int find_repeated(const struct hf_register *reg, const char *name,
			 struct hf_sink *sink, struct hf_error *err)
{
	struct known *known = calloc(reg->n_locations + 1, sizeof(*known));
	size_t n = 0;

	if (!known)
		return hf_fail_memory(err);
	for (size_t i = 0; i < reg->n_locations; i++)
		known[n++].location = &reg->locations[i];
	find_same(known, n, same_id, "identifier", name, sink);

	n = 0;
	for (size_t i = 0; i < reg->n_locations; i++) {
		struct known *k = &known[n];
		struct stat st;

		*k = (struct known){ .location = &reg->locations[i] };
		if (!k->location->path)
			continue;
		k->is_there = hf_io->fstatat(AT_FDCWD, k->location->path, &st,
					     0) == 0;
		k->dev = k->is_there ? st.st_dev : 0;
		k->ino = k->is_there ? st.st_ino : 0;
		n++;
	}
	find_same(known, n, same_folder, "folder", name, sink);
	free(known);
	return 0;
}

static const char *location_at(void *ctx, size_t i)
{
	const struct hf_register *reg = ctx;

	return i < reg->n_locations ? reg->locations[i].id : NULL;
}

/* Interval-At names locations that are there, each once. */
static void check_intervals(const struct hf_register *reg, const char *name,
			    struct hf_sink *sink)
{
	const struct hf_register_policy *policy = &reg->policy;

	for (size_t i = 0; i < policy->n_interval_at; i++) {
		const struct hf_interval_at *at = &policy->interval_at[i];
		char hint[512] = "the register has no location yet";
		size_t first = 0;

		if (reg->n_locations)
			hf_suggest(hint, sizeof(hint), at->location,
				   location_at, (void *)reg);
		if (!hf_register_location(reg, at->location))
			hf_found(sink, REGISTER_VALUE_MALFORMED, .path = name,
				 .line = at->line, .actual = at->location,
				 .detail = hint);
		while (strcmp(policy->interval_at[first].location,
			      at->location) != 0)
			first++;
		if (first < i)
			hf_found(sink, REGISTER_LABEL_REPEATED, .path = name,
				 .line = at->line, .actual = at->location);
	}
}

int hf_register_check(const struct hf_register *reg, const char *name,
		      struct hf_sink *sink, struct hf_error *err)
{
	check_intervals(reg, name, sink);
	return find_repeated(reg, name, sink, err);
}
